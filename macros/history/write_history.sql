{# At the end of a run: the rows of this run go to files beside the warehouse, from which a
   new warehouse file takes them up. One file per table and run. #}
{% macro write_history() -%}
    {{ return(adapter.dispatch('write_history', 'schoolhouse')()) }}
{%- endmacro %}

{% macro default__write_history() -%}{%- endmacro %}

{% macro duckdb__write_history() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test'] and holds_history() -%}
        {%- set run_id = run_query(
            'select run_id from ' ~ ref('quality__current_run')
        ).columns[0].values()[0] -%}
        {#- only the form with a number makes the folder; one row is one file -#}
        {%- do run_query(
            "copy (select * from " ~ ref('quality__fct_dq_runs')
            ~ " where run_id = '" ~ run_id ~ "') to '" ~ history_folder()
            ~ "' (format parquet, per_thread_output true, overwrite_or_ignore true,"
            ~ " filename_pattern 'runs_" ~ run_id ~ "_')"
        ) -%}
        {%- for name, model in {
            'results': 'quality__result_history',
            'test_results': 'quality__test_results',
            'violations': 'quality__violation_history',
        }.items() -%}
            {%- do run_query(
                "copy (select * from " ~ ref(model) ~ " where run_id = '" ~ run_id
                ~ "') to '" ~ history_folder() ~ "/" ~ name ~ "_" ~ run_id
                ~ ".parquet' (format parquet)"
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# Whether all tables of the history are there; a build of a few models may have none. #}
{% macro holds_history() -%}
    {%- set missing = [] -%}
    {%- for model in [
        'quality__current_run', 'quality__fct_dq_runs', 'quality__result_history',
        'quality__test_results', 'quality__violation_history',
    ] -%}
        {%- set relation = ref(model) -%}
        {%- if load_relation(relation) is none -%}{%- do missing.append(model) -%}{%- endif -%}
    {%- endfor -%}
    {{ return(missing | length == 0) }}
{%- endmacro %}
