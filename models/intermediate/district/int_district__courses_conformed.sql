-- one row per course, from every source that has courses
{% set columns = [
    'source', 'district_id', 'course_id', 'course_code', 'course_title', 'subject',
    'grade_levels', 'is_core',
] %}
with

mapped as (
    {{ union_mapped('courses', columns) }}
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
