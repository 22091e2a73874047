-- one row per section and term, from every source that has the terms of sections
{% set columns = [
    'source', 'district_id', 'school_id', 'section_id', 'term_name', 'start_date',
    'end_date',
] %}
with

mapped as (
    {{ union_mapped('section_terms', columns) }}
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
