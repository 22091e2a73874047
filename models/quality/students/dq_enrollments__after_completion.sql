-- one row per enrolment that goes on after the student's diploma
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

diplomas as (
    select student_key, completion_date
    from {{ ref('int_district__graduations_conformed') }}
    where diploma_type <> 'none'
),

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        enrollment_key,
        student_id,
        student_key,
        school_id,
        school_key,
        school_year,
        entry_date,
        exit_date,
        until_date
    from {{ ref('int_district__enrollments_judged') }}
    where is_plausible and not is_never_attended
),

found as (
    select
        enrollments.*,
        diplomas.completion_date
    from enrollments
    inner join diplomas
        on enrollments.student_key = diplomas.student_key
    cross join as_of
    where
        {{ dbt.datediff(
            'diplomas.completion_date',
            'least(enrollments.until_date, as_of.as_of_date)',
            'day',
        ) }} > {{ dq_parameter('GRD-002', 'days') }}
),

violations as (
    select
        'GRD-002' as rule_id,
        source,
        district_id,
        'enrollment' as entity_type,
        enrollment_key as entity_key,
        school_key,
        school_year,
        'completed ' || cast(completion_date as {{ dbt.type_string() }})
        || ', enrolled '
        || coalesce('to ' || cast(exit_date as {{ dbt.type_string() }}), 'still')
            as observed,
        'no enrolment after the diploma' as expected,
        'the student has a diploma and is still enrolled' as message,
        {{ json_object({
            'enrollment_id': 'enrollment_id',
            'student_id': 'student_id',
            'school_id': 'school_id',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
