-- one row per enrolment of a student at a school
{% set columns = [
    'enrollment_id', 'student_id', 'school_id', 'school_year', 'grade_level',
    'entry_date', 'entry_code', 'exit_date', 'exit_code', 'is_primary',
    'enrollment_status',
] %}
with

{{ records_that_count('enrollments', ['enrollment_id'], columns) }},

students as (
    {{ keys_of_ids('student') }}
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

grade_levels as (
    select
        source_value,
        value,
        {{ grade_number('value') }} as grade_number
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'grade_level'
),

statuses as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'enrollment_status'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.enrollment_id,
        records.student_id,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        records.school_id,
        {{ surrogate_key(['records.district_id', 'records.school_id']) }} as school_key,
        grade_levels.value as grade_level,
        records.entry_code,
        records.exit_code,
        coalesce(statuses.value, 'enrolled') as enrollment_status,
        coalesce(records.school_year, {{ school_year_of('records.entry_date') }})
            as school_year,
        grade_levels.grade_number,
        coalesce(records.is_primary, true) as is_primary,
        students.student_id is not null or shared_ids.student_id is not null
            as is_student_known,
        schools.school_id is not null as is_school_known,
        records.entry_date,
        records.exit_date
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join shared_ids
        on records.district_id = shared_ids.district_id
        and records.school_id = shared_ids.school_id
        and records.student_id = shared_ids.student_id
    left join schools
        on records.district_id = schools.district_id
        and records.school_id = schools.school_id
    left join grade_levels
        on lower(records.grade_level) = grade_levels.source_value
    left join statuses
        on lower(records.enrollment_status) = statuses.source_value
)

select * from conformed
