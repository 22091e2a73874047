-- one row per student, school and school year with attendance in sums
{% set columns = [
    'student_id', 'school_id', 'school_year', 'days_enrolled', 'days_absent',
    'days_unexcused',
] %}
with

{{ records_that_count(
    'attendance_years', ['student_id', 'school_id', 'school_year'], columns
) }},

students as (
    {{ keys_of_ids('student') }}
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.student_id,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        records.school_id,
        {{ surrogate_key(['records.district_id', 'records.school_id']) }} as school_key,
        records.school_year,
        records.days_enrolled,
        records.days_absent,
        records.days_unexcused
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join shared_ids
        on records.district_id = shared_ids.district_id
        and records.school_id = shared_ids.school_id
        and records.student_id = shared_ids.student_id
)

select * from conformed
