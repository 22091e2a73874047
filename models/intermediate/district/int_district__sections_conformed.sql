-- one row per section, from every source that has sections
{% set columns = [
    'source', 'district_id', 'school_id', 'section_id', 'course_id', 'section_name',
    'section_number', 'grade_level', 'subject', 'period',
] %}
with

mapped as (
    {{ union_mapped('sections', columns) }}
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
