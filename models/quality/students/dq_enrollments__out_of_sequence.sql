-- one row per enrolment and rule: its grade does not follow on that of the year before
-- (ENR-005), nobody says why the student was away (ENR-006), or the exit before it says
-- that the student had left (ENR-008)
with

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
        entry_code,
        lower(exit_code) as exit_code,
        school_year,
        grade_number,
        is_primary,
        entry_date,
        exit_date,
        until_date,
        school_date_after_exit
    from {{ ref('int_district__enrollments_judged') }}
    where is_plausible and not is_never_attended
),

exit_codes as (
    select
        exit_code,
        leaves_district,
        is_final
    from {{ ref('exit_codes') }}
),

-- one grade a year: that of the last primary enrolment
ranked_grades as (
    select
        *,
        row_number() over (
            partition by student_key, school_year
            order by is_primary desc, entry_date desc, enrollment_id desc
        ) as grade_rank
    from enrollments
    where grade_number is not null
),

grades as (
    select
        *,
        lag(grade_number) over (
            partition by student_key order by school_year
        ) as earlier_grade_number,
        lag(school_year) over (
            partition by student_key order by school_year
        ) as earlier_school_year
    from ranked_grades
    where grade_rank = 1
),

grade_jumps as (
    select
        'ENR-005' as rule_id,
        enrollment_key,
        cast(null as {{ dbt.type_string() }}) as other_enrollment_id,
        'grade ' || cast(grade_number as {{ dbt.type_string() }}) || ' after grade '
        || cast(earlier_grade_number as {{ dbt.type_string() }}) || ' in '
        || cast(earlier_school_year as {{ dbt.type_string() }}) as observed
    from grades
    where
        grade_number < earlier_grade_number
        or grade_number - earlier_grade_number
        > (school_year - earlier_school_year)
        * {{ dq_parameter('ENR-005', 'grades_a_year') }}
),

-- every earlier enrolment counts: nobody is away who is still enrolled elsewhere
compared as (
    select
        *,
        max(until_date) over (
            partition by student_key
            order by entry_date, enrollment_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_until_date
    from enrollments
),

returns as (
    select
        later.enrollment_key,
        later.entry_code,
        later.entry_date,
        earlier.exit_date,
        {{ dbt.datediff('earlier.exit_date', 'later.entry_date', 'day') }} as days_away,
        min(earlier.enrollment_id) as other_enrollment_id,
        max(earlier.exit_code) as exit_code,
        min(earlier.school_date_after_exit) as school_date_after_exit,
        min(case when exit_codes.leaves_district then 1 else 0 end) as leaves_count,
        min(case when exit_codes.is_final then 1 else 0 end) as final_count
    from compared as later
    inner join enrollments as earlier
        on later.student_key = earlier.student_key
        and later.earlier_until_date = earlier.until_date
        and later.entry_date >= earlier.until_date
    left join exit_codes
        on earlier.exit_code = exit_codes.exit_code
    group by
        later.enrollment_key, later.entry_code, later.entry_date, earlier.exit_date
),

unexplained_gaps as (
    select
        'ENR-006' as rule_id,
        enrollment_key,
        other_enrollment_id,
        'away from ' || cast(exit_date as {{ dbt.type_string() }}) || ' to '
        || cast(entry_date as {{ dbt.type_string() }}) || ', no '
        || case when exit_code is null then 'exit' else 'entry' end || ' code'
            as observed
    from returns
    where
        school_date_after_exit < entry_date
        and (exit_code is null or entry_code is null)
),

contradicted_exits as (
    select
        'ENR-008' as rule_id,
        enrollment_key,
        other_enrollment_id,
        exit_code || ', back after '
        || cast(days_away as {{ dbt.type_string() }}) || ' days' as observed
    from returns
    where
        final_count = 1
        or (
            leaves_count = 1
            and days_away <= {{ dq_parameter('ENR-008', 'days') }}
        )
),

found as (
    select * from grade_jumps
    union all
    select * from unexplained_gaps
    union all
    select * from contradicted_exits
),

violations as (
    select
        found.rule_id,
        enrollments.source,
        enrollments.district_id,
        'enrollment' as entity_type,
        found.enrollment_key as entity_key,
        enrollments.school_key,
        enrollments.school_year,
        found.observed,
        case found.rule_id
            when 'ENR-005' then 'the same grade or the next one'
            when 'ENR-006' then 'an exit code and an entry code'
            else 'an exit code of a move within the district'
        end as expected,
        case found.rule_id
            when 'ENR-005' then 'the grade does not follow on that of the year before'
            when 'ENR-006' then 'nobody says why the student was away'
            else 'the exit says that the student has left, and the student is back'
        end as message,
        {{ json_object({
            'enrollment_id': 'enrollments.enrollment_id',
            'student_id': 'enrollments.student_id',
            'school_id': 'enrollments.school_id',
            'other_enrollment_id': 'found.other_enrollment_id',
        }) }} as evidence
    from found
    inner join enrollments
        on found.enrollment_key = enrollments.enrollment_key
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
