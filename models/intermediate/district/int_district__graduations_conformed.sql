-- one row per student whose time at school ended
with

{{ records_that_count(
    'graduations',
    ['student_id'],
    ['student_id', 'diploma_type', 'cohort_year', 'completion_date'],
) }},

students as (
    {{ keys_of_ids('student') }}
),

diploma_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'diploma_type'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.student_id,
        students.student_key,
        diploma_types.value as diploma_type,
        records.cohort_year,
        records.completion_date
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join diploma_types
        on lower(records.diploma_type) = diploma_types.source_value
)

select * from conformed
