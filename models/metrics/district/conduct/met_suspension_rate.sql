-- one row per policy, unit, school year and subgroup: share of students suspended
with

policies as (
    select
        policy_id,
        max(case when parameter = 'counts_in_school' then value end)
            as counts_in_school,
        max(case when parameter = 'counts_out_of_school' then value end)
            as counts_out_of_school
    from {{ ref('metric_policies') }}
    where metric_name = 'suspension_rate'
    group by policy_id
),

counted as (
    select
        policies.policy_id,
        'all' as subject,
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key,
        sum(
            case
                when
                    policies.counts_in_school * pooled.in_school_suspensions
                    + policies.counts_out_of_school * pooled.out_of_school_suspensions
                    > 0
                    then 1
                else 0
            end
        ) as numerator,
        count(*) as denominator,
        count(*) as n_students
    from {{ ref('int_metrics__discipline_pooled') }} as pooled
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on pooled.student_key = subgroups.student_key
        and pooled.school_year = subgroups.school_year
    cross join policies
    group by
        policies.policy_id,
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key
),
{{ metric_values('suspension_rate', 'counted', 'share') }}
select * from final
