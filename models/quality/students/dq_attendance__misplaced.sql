-- one row per student, school and day with attendance that cannot belong there
with

misplaced as (
    select
        rule_id,
        source,
        district_id,
        school_id,
        student_id,
        attendance_date,
        min(reason) as reason
    from {{ ref('int_district__attendance_misplaced') }}
    group by rule_id, source, district_id, school_id, student_id, attendance_date
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'attendance' as entity_type,
        {{ surrogate_key([
            'district_id', 'student_id', 'school_id', 'attendance_date'
        ]) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ school_year_of('attendance_date') }} as school_year,
        reason as observed,
        'a school day of an enrolment' as expected,
        'attendance is recorded on ' || reason || '; metrics skip the day' as message,
        {{ json_object({
            'student_id': 'student_id',
            'school_id': 'school_id',
            'attendance_date': 'attendance_date',
        }) }} as evidence
    from misplaced
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
