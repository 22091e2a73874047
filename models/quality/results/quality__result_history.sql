-- one row per run, engine, check, source, district and school
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
{% set columns = result_columns() %}
with

found as (
    select *
    from {{ ref('quality__rule_results') }}
    cross join (select run_id from {{ ref('quality__current_run') }}) as current_run
),

earlier as (
    {{ earlier_runs('results', columns) }}
)

select {{ columns.keys() | join(', ') }}
from found
union all
select {{ columns.keys() | join(', ') }}
from earlier
