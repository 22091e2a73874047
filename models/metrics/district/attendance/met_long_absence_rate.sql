-- one row per policy, unit, school year and subgroup: share of students long absent
with

policies as (
    select
        policy_id,
        value as min_days
    from {{ ref('metric_policies') }}
    where metric_name = 'long_absence_rate' and parameter = 'min_days'
),

units as (
    select unit_type, unit_key, school_key
    from {{ ref('int_metrics__unit_schools') }}
),

-- only years with days have runs
days_sent as (
    select school_key, school_year
    from {{ ref('district__fct_attendance_years') }}
    where counted_from = 'daily'
    group by school_key, school_year
),

students as (
    select
        units.unit_type,
        units.unit_key,
        years.student_key,
        years.school_year
    from {{ ref('district__fct_attendance_years') }} as years
    inner join days_sent
        on years.school_key = days_sent.school_key
        and years.school_year = days_sent.school_year
    inner join units
        on years.school_key = units.school_key
    group by units.unit_type, units.unit_key, years.student_key, years.school_year
),

longest as (
    select
        units.unit_type,
        units.unit_key,
        streaks.student_key,
        streaks.school_year,
        max(streaks.school_days) as school_days
    from {{ ref('district__fct_absence_streaks') }} as streaks
    inner join units
        on streaks.school_key = units.school_key
    group by units.unit_type, units.unit_key, streaks.student_key, streaks.school_year
),

counted as (
    select
        policies.policy_id,
        'all' as subject,
        students.unit_type,
        students.unit_key,
        students.school_year,
        subgroups.subgroup_key,
        sum(case when longest.school_days >= policies.min_days then 1 else 0 end)
            as numerator,
        count(*) as denominator,
        count(*) as n_students
    from students
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on students.student_key = subgroups.student_key
        and students.school_year = subgroups.school_year
    left join longest
        on students.unit_type = longest.unit_type
        and students.unit_key = longest.unit_key
        and students.student_key = longest.student_key
        and students.school_year = longest.school_year
    cross join policies
    group by
        policies.policy_id,
        students.unit_type,
        students.unit_key,
        students.school_year,
        subgroups.subgroup_key
),
{{ metric_values('long_absence_rate', 'counted', 'share') }}
select * from final
