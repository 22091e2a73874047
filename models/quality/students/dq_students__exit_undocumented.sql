-- one row per high-school student who left without a word of where to
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        student_id,
        student_key,
        school_id,
        school_key,
        lower(exit_code) as exit_code,
        school_year,
        grade_number,
        is_history_whole,
        entry_date,
        exit_date,
        until_date
    from {{ ref('int_district__enrollments_judged') }}
),

ranked_enrollments as (
    select
        *,
        row_number() over (
            partition by student_key
            order by until_date desc, entry_date desc, enrollment_id desc
        ) as enrollment_rank
    from enrollments
),

-- nobody is missing before the school that follows has begun to enrol
latest_entries as (
    select
        enrollments.district_id,
        max(enrollments.entry_date) as latest_entry_date
    from enrollments
    cross join as_of
    where enrollments.entry_date <= as_of.as_of_date
    group by enrollments.district_id
),

exit_codes as (
    select exit_code, is_expected_back
    from {{ ref('exit_codes') }}
),

graduations as (
    select student_key
    from {{ ref('int_district__graduations_conformed') }}
    where student_key is not null
),

found as (
    select last_enrollments.*
    from ranked_enrollments as last_enrollments
    inner join latest_entries
        on last_enrollments.district_id = latest_entries.district_id
    left join exit_codes
        on last_enrollments.exit_code = exit_codes.exit_code
    left join graduations
        on last_enrollments.student_key = graduations.student_key
    where
        last_enrollments.enrollment_rank = 1
        and last_enrollments.is_history_whole
        and last_enrollments.grade_number >= {{ dq_parameter('GRD-004', 'grade') }}
        and (last_enrollments.exit_code is null or exit_codes.is_expected_back)
        and graduations.student_key is null
        and {{ dbt.datediff(
            'last_enrollments.exit_date', 'latest_entries.latest_entry_date', 'day'
        ) }} > {{ dq_parameter('GRD-004', 'days') }}
),

violations as (
    select
        'GRD-004' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        school_key,
        school_year,
        coalesce(exit_code, 'no exit code') || ' on '
        || cast(exit_date as {{ dbt.type_string() }}) as observed,
        'a later enrolment, or a code that says where to' as expected,
        'the student left high school and nothing says where to; without it the cohort'
        || ' keeps the student' as message,
        {{ json_object({
            'student_id': 'student_id',
            'enrollment_id': 'enrollment_id',
            'school_id': 'school_id',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
