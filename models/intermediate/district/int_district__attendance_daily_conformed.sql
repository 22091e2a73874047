-- one row per recorded student, school and day,
-- from every source that has daily attendance
{{ config(materialized='view') }}
{% set columns = [
    'source', 'district_id', 'file_key', 'school_id', 'student_id', 'attendance_date',
    'attendance_status', 'attendance_status_as_sent', 'attendance_category', 'excuse_code',
    'absent_share',
] %}
with

mapped as (
    {{ union_mapped('attendance_daily', columns, sources=['clever', 'sis']) }}
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
