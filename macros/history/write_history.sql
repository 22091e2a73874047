{# At the end of a run: the rows of this run go to files beside the warehouse, from which a
   new warehouse file takes them up. One file per table and run. #}
{% macro write_history() -%}
    {{ return(adapter.dispatch('write_history', 'schoolhouse')()) }}
{%- endmacro %}

{% macro default__write_history() -%}{%- endmacro %}

{% macro duckdb__write_history() -%}
    {%- set tables = history_tables() -%}
    {%- if flags.WHICH in ['build', 'run', 'test'] and are_built(tables.values()) -%}
        {%- set run_id = run_query(
            'select run_id from ' ~ tables['current_run']
        ).columns[0].values()[0] -%}
        {#- only the form with a number makes the folder; one row is one file -#}
        {%- do run_query(
            "copy (select * from " ~ tables['runs'] ~ " where run_id = '" ~ run_id
            ~ "') to '" ~ history_folder() ~ "' (format parquet, per_thread_output true,"
            ~ " overwrite_or_ignore true, filename_pattern 'runs_" ~ run_id ~ "_')"
        ) -%}
        {%- for name in ['results', 'test_results', 'violations', 'deliveries'] -%}
            {%- do run_query(
                "copy (select * from " ~ tables[name] ~ " where run_id = '" ~ run_id
                ~ "') to '" ~ history_folder() ~ "/" ~ name ~ "_" ~ run_id
                ~ ".parquet' (format parquet)"
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# The tables of the history and the run that they are at, by name. #}
{% macro history_tables() -%}
    {{ return({
        'current_run': ref('quality__current_run'),
        'runs': ref('quality__fct_dq_runs'),
        'results': ref('quality__result_history'),
        'test_results': ref('quality__test_results'),
        'violations': ref('quality__violation_history'),
        'deliveries': ref('quality__delivery_history'),
    }) }}
{%- endmacro %}

{# Whether all these relations are in the warehouse; false while dbt parses. #}
{% macro are_built(relations) -%}
    {%- set missing = [] -%}
    {%- for relation in relations if execute and load_relation(relation) is none -%}
        {%- do missing.append(relation) -%}
    {%- endfor -%}
    {{ return(execute and not missing) }}
{%- endmacro %}
