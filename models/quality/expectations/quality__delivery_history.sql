-- one row per run and kind of file that a district sent: how many rows it had
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
{% set columns = {
    'run_id': dbt.type_string(),
    'source': dbt.type_string(),
    'district_id': dbt.type_string(),
    'entity': dbt.type_string(),
    'rows_delivered': 'bigint',
} %}
with

files as (
    select
        source,
        district_id,
        entity,
        cast(sum(rows_staged + rows_quarantined) as bigint) as rows_delivered
    from {{ ref('quality__landing_files') }}
    where entity is not null
    group by source, district_id, entity
),

delivered as (
    select
        current_run.run_id,
        files.*
    from files
    cross join (select run_id from {{ ref('quality__current_run') }}) as current_run
),

earlier as (
    {{ earlier_runs('deliveries', columns) }}
)

select {{ columns.keys() | join(', ') }}
from delivered
union all
select {{ columns.keys() | join(', ') }}
from earlier
