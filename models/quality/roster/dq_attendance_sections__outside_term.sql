-- one row per student, section and day with attendance outside the section's terms
with

attendance as (
    select
        source,
        district_id,
        school_id,
        student_id,
        section_id,
        attendance_date
    from {{ ref('int_district__attendance_sections_conformed') }}
),

section_terms as (
    select
        district_id,
        school_id,
        section_id,
        start_date,
        end_date
    from {{ ref('int_district__section_terms_conformed') }}
    where start_date < end_date
),

-- a section without dates says nothing about its attendance
section_spans as (
    select
        district_id,
        school_id,
        section_id,
        min(start_date) as first_start_date,
        max(end_date) as last_end_date
    from section_terms
    group by district_id, school_id, section_id
),

outside as (
    select
        attendance.source,
        attendance.district_id,
        attendance.school_id,
        attendance.student_id,
        attendance.section_id,
        attendance.attendance_date,
        section_spans.first_start_date,
        section_spans.last_end_date
    from attendance
    inner join section_spans
        on attendance.district_id = section_spans.district_id
        and attendance.school_id = section_spans.school_id
        and attendance.section_id = section_spans.section_id
    left join section_terms
        on attendance.district_id = section_terms.district_id
        and attendance.school_id = section_terms.school_id
        and attendance.section_id = section_terms.section_id
        and attendance.attendance_date >= section_terms.start_date
        and attendance.attendance_date < section_terms.end_date
    where section_terms.section_id is null
    group by
        attendance.source,
        attendance.district_id,
        attendance.school_id,
        attendance.student_id,
        attendance.section_id,
        attendance.attendance_date,
        section_spans.first_start_date,
        section_spans.last_end_date
),

violations as (
    select
        'ATT-008' as rule_id,
        source,
        district_id,
        'section_attendance' as entity_type,
        {{ surrogate_key([
            'district_id', 'school_id', 'section_id', 'student_id', 'attendance_date'
        ]) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(attendance_date as {{ dbt.type_string() }}) as observed,
        'from ' || cast(first_start_date as {{ dbt.type_string() }})
        || ', before ' || cast(last_end_date as {{ dbt.type_string() }}) as expected,
        'attendance on a day on which no term of the section runs' as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
            'student_id': 'student_id',
            'attendance_date': 'attendance_date',
        }) }} as evidence
    from outside
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
