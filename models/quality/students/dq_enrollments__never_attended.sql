-- one row per enrolment without a school day
with

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        enrollment_key,
        student_id,
        school_id,
        school_key,
        school_year,
        enrollment_status
    from {{ ref('int_district__enrollments_judged') }}
    where is_plausible and is_never_attended
),

violations as (
    select
        'ENR-004' as rule_id,
        source,
        district_id,
        'enrollment' as entity_type,
        enrollment_key as entity_key,
        school_key,
        school_year,
        case enrollment_status when 'no_show' then 'no-show' else '0 school days' end
            as observed,
        '1 school day or more' as expected,
        'the student was enrolled and never there; the enrolment does not count'
            as message,
        {{ json_object({
            'enrollment_id': 'enrollment_id',
            'student_id': 'student_id',
            'school_id': 'school_id',
        }) }} as evidence
    from enrollments
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
