-- one row per student, programme and day on which the participation begins
{% set columns = [
    'student_id', 'program_id', 'assigned_arm', 'dose_hours', 'begin_date', 'end_date',
] %}
with

{{ records_that_count(
    'program_participations', ['student_id', 'program_id', 'begin_date'], columns
) }},

students as (
    {{ keys_of_ids('student') }}
),

arms as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'assigned_arm'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.student_id,
        students.student_key,
        records.program_id,
        arms.value as assigned_arm,
        records.dose_hours,
        records.begin_date,
        records.end_date
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join arms
        on lower(records.assigned_arm) = arms.source_value
)

select * from conformed
