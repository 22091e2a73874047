-- one row per resource, from every source that has resources
{% set columns = [
    'source', 'district_id', 'resource_id', 'resource_title', 'roles',
] %}
with

mapped as (
    {{ union_mapped('resources', columns, sources=['clever', 'oneroster']) }}
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
