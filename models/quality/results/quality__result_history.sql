-- one row per run, engine, check, source, district and school
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
{% set columns = result_columns() %}
with

current_run as (
    select run_id
    from {{ ref('quality__current_run') }}
),

found as (
    {% for results in ['quality__rule_results', 'quality__expectation_results'] %}
    select
        current_run.run_id,
        results.{{ (columns.keys() | list)[1:] | join(',\n        results.') }}
    from {{ ref(results) }} as results
    cross join current_run
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

earlier as (
    {{ earlier_runs('results', columns) }}
)

select {{ columns.keys() | join(', ') }}
from found
union all
select {{ columns.keys() | join(', ') }}
from earlier
