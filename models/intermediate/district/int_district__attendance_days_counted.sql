-- one row per student, school and school year with daily attendance
select
    source,
    district_id,
    school_id,
    student_id,
    {{ school_year_of('attendance_date') }} as school_year,
    count(*) as record_count,
    max(attendance_date) as last_date
from {{ ref('int_district__attendance_daily_conformed') }}
group by
    source,
    district_id,
    school_id,
    student_id,
    {{ school_year_of('attendance_date') }}
