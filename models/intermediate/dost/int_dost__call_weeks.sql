-- one row per platform and week, Monday to Sunday, in which it called
with

days as (
    select
        organization_id,
        data_source,
        call_date,
        count(*) as calls
    from {{ ref('engagement__fct_calls') }}
    where call_type = 'outbound' and not is_excluded and call_date is not null
    group by organization_id, data_source, call_date
)

select
    organization_id,
    data_source,
    cast({{ dbt.date_trunc('week', 'call_date') }} as date) as week_start_date,
    cast(sum(calls) as bigint) as calls
from days
group by
    organization_id,
    data_source,
    cast({{ dbt.date_trunc('week', 'call_date') }} as date)
