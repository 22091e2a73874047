-- one row per student and school year: warnings, and what came in the year after
with

policies as (
    select
        max(
            case
                when parameter = 'attendance_below' and policy_id = 'attendance'
                    then value
            end
        ) as watch_below,
        max(
            case
                when parameter = 'attendance_below' and policy_id <> 'attendance'
                    then value
            end
        ) as critical_below,
        max(case when parameter = 'min_days' then value end) as min_days,
        max(case when parameter = 'min_suspensions' then value end) as min_suspensions,
        max(case when parameter = 'min_failures' then value end) as min_failures,
        max(case when parameter = 'points_below' then value end) as points_below,
        max(case when policy_id = 'any' then value end) as any_flags,
        max(case when policy_id = 'two_or_more' then value end) as more_flags
    from {{ ref('metric_policies') }}
    where metric_name = 'early_warning_rate'
),

chronic as (
    select
        max(case when parameter = 'absent_share' then value end) as absent_share,
        max(case when parameter = 'min_days' then value end) as min_days
    from {{ ref('metric_policies') }}
    where metric_name = 'chronic_absence_rate' and policy_id = 'federal'
),

conduct as (
    select
        student_key,
        school_year,
        in_school_suspensions + out_of_school_suspensions as suspensions
    from {{ ref('int_metrics__discipline_pooled') }}
    where unit_type = 'district'
),

student_years as (
    select
        years.student_key,
        years.school_key,
        years.school_year,
        years.grade_number,
        years.days_enrolled,
        years.days_attended,
        years.days_absent,
        years.days_attended + years.days_absent as days_recorded,
        conduct.suspensions,
        marks.marks_judged,
        marks.english_or_math_failures,
        marks.core_marks_judged,
        marks.core_failures,
        cast(marks.grade_points as double) / nullif(marks.marks_with_points, 0)
            as mean_points
    from {{ ref('district__fct_student_years') }} as years
    left join conduct
        on years.student_key = conduct.student_key
        and years.school_year = conduct.school_year
    left join {{ ref('int_metrics__course_marks_counted') }} as marks
        on years.student_key = marks.student_key
        and years.school_year = marks.school_year
),

-- less than the cut warns, the cut itself does not
flagged as (
    select
        student_years.*,
        case
            when student_years.days_recorded >= policies.min_days
                then
                    student_years.days_attended
                    < policies.watch_below * student_years.days_recorded
        end as is_attendance_flagged,
        case
            when student_years.days_recorded >= policies.min_days
                then
                    student_years.days_attended
                    < policies.critical_below * student_years.days_recorded
        end as is_attendance_critical,
        student_years.suspensions >= policies.min_suspensions as is_behavior_flagged,
        case
            when
                student_years.marks_judged > 0
                or student_years.mean_points is not null
                then
                    student_years.english_or_math_failures >= policies.min_failures
                    or coalesce(
                        student_years.mean_points < policies.points_below, false
                    )
        end as is_course_flagged,
        case
            when student_years.days_enrolled >= chronic.min_days
                then
                    student_years.days_absent
                    >= chronic.absent_share * student_years.days_enrolled
        end as is_chronically_absent,
        case
            when student_years.core_marks_judged > 0
                then student_years.core_failures > 0
        end as is_core_failed,
        student_years.suspensions > 0 as is_suspended
    from student_years
    cross join policies
    cross join chronic
),

-- of who has not all three nobody can say how many warnings there are
counted as (
    select
        flagged.*,
        case when is_attendance_flagged then 1 when not is_attendance_flagged then 0 end
        + case when is_behavior_flagged then 1 when not is_behavior_flagged then 0 end
        + case when is_course_flagged then 1 when not is_course_flagged then 0 end
            as flags
    from flagged
),

final as (
    select
        counted.student_key,
        counted.school_key,
        counted.school_year,
        counted.grade_number,
        cast(counted.suspensions as integer) as suspensions,
        cast(counted.english_or_math_failures as integer) as english_or_math_failures,
        cast(counted.core_failures as integer) as core_failures,
        cast(counted.flags as integer) as flags,
        {{ significant_digits(
            'cast(counted.days_attended as double)'
            ' / nullif(cast(counted.days_recorded as double), 0)'
        ) }} as attendance_rate,
        {{ significant_digits('counted.mean_points') }} as mean_points,
        counted.is_attendance_flagged,
        counted.is_attendance_critical,
        counted.is_behavior_flagged,
        counted.is_course_flagged,
        counted.flags >= policies.any_flags as is_any_flagged,
        counted.flags >= policies.more_flags as is_two_or_more_flagged,
        following.is_chronically_absent as is_next_year_chronic,
        following.is_core_failed as is_next_year_core_failed,
        following.is_suspended as is_next_year_suspended
    from counted
    cross join policies
    left join flagged as following
        on counted.student_key = following.student_key
        and counted.school_year + 1 = following.school_year
)

select * from final
