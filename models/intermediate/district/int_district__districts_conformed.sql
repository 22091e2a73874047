-- one row per district, from every source that has districts
{% set columns = [
    'source', 'district_id', 'district_name', 'state',
] %}
with

mapped as (
    {{ union_mapped('districts', columns) }}
),

blocked as (
    select
        source,
        district_id
    from {{ ref('quality__blocked_sources') }}
    group by source, district_id
),

conformed as (
    select mapped.*
    from mapped
    left join blocked
        on mapped.source = blocked.source and mapped.district_id = blocked.district_id
    where blocked.source is null
)

select * from conformed
