{#
    A select of what earlier runs left in the history files: nothing while the table holds
    it already, and nothing on a target without such files.

    name: of the history table; columns: mapping of its columns to their types.
#}
{% macro earlier_runs(name, columns) -%}
    {{ return(adapter.dispatch('earlier_runs', 'schoolhouse')(name, columns)) }}
{%- endmacro %}

{% macro default__earlier_runs(name, columns) -%}
    select
        {%- for column, type in columns.items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where 1 = 0
{%- endmacro %}

{% macro duckdb__earlier_runs(name, columns) -%}
    {%- set files = history_folder() ~ '/' ~ name ~ '_*.parquet' -%}
    {%- set found = [] -%}
    {%- if execute and not is_incremental() -%}
        {%- set listing = run_query("select file from glob('" ~ files ~ "')") -%}
        {%- do found.extend(listing.columns[0].values()) -%}
    {%- endif -%}
    {%- if not found -%}
    {{ default__earlier_runs(name, columns) }}
    {%- else -%}
    select
        {%- for column, type in columns.items() %}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from read_parquet('{{ files }}', union_by_name = true)
    where run_id not in (select run_id from {{ ref('quality__current_run') }})
    {%- endif -%}
{%- endmacro %}
