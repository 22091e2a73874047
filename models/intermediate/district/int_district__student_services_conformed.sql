-- one row per student, service and day on which the service begins
with

{{ records_that_count(
    'student_services',
    ['student_id', 'service', 'begin_date'],
    ['student_id', 'service', 'detail', 'begin_date', 'end_date'],
) }},

students as (
    {{ keys_of_ids('student') }}
),

services as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'student_service'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.student_id,
        students.student_key,
        services.value as service,
        records.detail,
        records.begin_date,
        records.end_date
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join services
        on lower(records.service) = services.source_value
)

select * from conformed
