-- one row per section and student, from every source that has section enrolments
{% set columns = [
    'source', 'district_id', 'school_id', 'section_id', 'student_id', 'begin_date',
    'end_date',
] %}
with

mapped as (
    {{ union_mapped('section_enrollments', columns) }}
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
