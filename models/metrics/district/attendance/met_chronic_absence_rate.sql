-- one row per policy, unit, school year and subgroup: share of students chronically absent
with

policies as (
    select
        policy_id,
        max(case when parameter = 'absent_share' then value end) as absent_share,
        max(case when parameter = 'min_days' then value end) as min_days,
        max(valid_from_year) as valid_from_year
    from {{ ref('metric_policies') }}
    where metric_name = 'chronic_absence_rate'
    group by policy_id
),

students as (
    select
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        pooled.days_enrolled,
        pooled.days_absent,
        subgroups.subgroup_key
    from {{ ref('int_metrics__attendance_pooled') }} as pooled
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on pooled.student_key = subgroups.student_key
        and pooled.school_year = subgroups.school_year
    where pooled.days_enrolled > 0
),

-- exactly the share is chronic, and exactly the days are enough
counted as (
    select
        policies.policy_id,
        'all' as subject,
        students.unit_type,
        students.unit_key,
        students.school_year,
        students.subgroup_key,
        sum(
            case
                when
                    students.days_absent >= policies.absent_share * students.days_enrolled
                    then 1
                else 0
            end
        ) as numerator,
        count(*) as denominator,
        count(*) as n_students
    from students
    inner join policies
        on
        students.days_enrolled >= policies.min_days
        and coalesce(students.school_year >= policies.valid_from_year, true)
    group by
        policies.policy_id,
        students.unit_type,
        students.unit_key,
        students.school_year,
        students.subgroup_key
),
{{ metric_values('chronic_absence_rate', 'counted', 'share') }}
select * from final
