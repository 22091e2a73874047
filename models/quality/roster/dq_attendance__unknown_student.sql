-- one row per school and student id with attendance, but not in the roster
with

records as (
    select
        source,
        district_id,
        school_id,
        student_id,
        sum(record_count) as record_count
    from {{ ref('int_district__attendance_days_counted') }}
    group by source, district_id, school_id, student_id
    union all
    select
        source,
        district_id,
        school_id,
        student_id,
        count(*) as record_count
    from {{ ref('int_district__attendance_sections_conformed') }}
    group by source, district_id, school_id, student_id
),

students as (
    select district_id, student_id
    from {{ ref('int_district__students_keyed') }}
    where key_basis = 'id'
    group by district_id, student_id
),

shared_ids as (
    select district_id, school_id, student_id
    from {{ ref('int_district__student_keys') }}
),

unknown_students as (
    select
        records.source,
        records.district_id,
        records.school_id,
        records.student_id,
        sum(records.record_count) as record_count
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join shared_ids
        on records.district_id = shared_ids.district_id
        and records.school_id = shared_ids.school_id
        and records.student_id = shared_ids.student_id
    where students.student_id is null and shared_ids.student_id is null
    group by
        records.source,
        records.district_id,
        records.school_id,
        records.student_id
),

violations as (
    select
        'ATT-009' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        {{ surrogate_key(['district_id', 'student_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(record_count as {{ dbt.type_string() }}) || ' records' as observed,
        'a student of the roster' as expected,
        'attendance names a student whom the roster does not have; the records stay'
        || ' under a key without a student' as message,
        {{ json_object({
            'school_id': 'school_id',
            'student_id': 'student_id',
        }) }} as evidence
    from unknown_students
)

select
    *,
    {{ fingerprint(['school_key']) }} as fingerprint
from violations
