-- one row per incident and student who had a part in it
{% set columns = [
    'incident_id', 'student_id', 'school_id', 'behavior', 'action', 'days',
    'incident_date',
] %}
with

{{ records_that_count('discipline_incidents', ['incident_id', 'student_id'], columns) }},

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

actions as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'discipline_action'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.incident_id,
        records.student_id,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        records.school_id,
        {{ surrogate_key(['schools.district_id', 'schools.school_id']) }} as school_key,
        records.behavior,
        actions.value as action,
        {{ school_year_of('records.incident_date') }} as school_year,
        records.days,
        records.incident_date
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
    left join actions
        on lower(records.action) = actions.source_value
)

select * from conformed
