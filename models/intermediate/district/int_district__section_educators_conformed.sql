-- one row per section and educator,
-- from every source that has the educators of sections
{% set columns = [
    'source', 'district_id', 'school_id', 'section_id', 'educator_id',
    'educator_role', 'begin_date', 'end_date',
] %}
with

mapped as (
    {{ union_mapped('section_educators', columns) }}
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
