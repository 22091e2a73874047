-- one row per policy, unit, school year and subgroup: risk of removal against all others
with

policies as (
    select
        policy_id,
        max(case when parameter = 'counts_in_school' then value end)
            as counts_in_school,
        max(case when parameter = 'counts_out_of_school' then value end)
            as counts_out_of_school,
        max(case when parameter = 'counts_expulsion' then value end)
            as counts_expulsion,
        max(case when parameter = 'only_with_iep' then value end) as only_with_iep,
        max(case when parameter = 'only_race' then value end) as only_race,
        max(case when parameter = 'min_cell' then value end) as min_cell,
        max(case when parameter = 'min_n' then value end) as min_n
    from {{ ref('metric_policies') }}
    where metric_name = 'discipline_risk_ratio'
    group by policy_id
),

-- who is in none of the known groups of a dimension is not among the others either
groups as (
    select subgroup_key, dimension
    from {{ ref('district__dim_subgroups') }}
    where not is_unknown and dimension not in ('all', 'grade')
),

students_with_iep as (
    select student_key, school_year
    from {{ ref('district__bridge_student_subgroups') }}
    where subgroup_key = 'iep:yes'
),

students as (
    select
        policies.policy_id,
        policies.only_race,
        pooled.unit_type,
        pooled.unit_key,
        pooled.student_key,
        pooled.school_year,
        case
            when
                policies.counts_in_school * pooled.in_school_suspensions
                + policies.counts_out_of_school * pooled.out_of_school_suspensions
                + policies.counts_expulsion * pooled.expulsions
                > 0
                then 1
            else 0
        end as is_removed
    from {{ ref('int_metrics__discipline_pooled') }} as pooled
    cross join policies
    left join students_with_iep
        on pooled.student_key = students_with_iep.student_key
        and pooled.school_year = students_with_iep.school_year
    where policies.only_with_iep = 0 or students_with_iep.student_key is not null
),

risks as (
    select
        students.policy_id,
        students.unit_type,
        students.unit_key,
        students.school_year,
        groups.dimension,
        groups.subgroup_key,
        cast(sum(students.is_removed) as double) as removed,
        cast(count(*) as double) as n_students
    from students
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on students.student_key = subgroups.student_key
        and students.school_year = subgroups.school_year
    inner join groups
        on subgroups.subgroup_key = groups.subgroup_key
        and (students.only_race = 0 or groups.dimension = 'race')
    group by
        students.policy_id,
        students.unit_type,
        students.unit_key,
        students.school_year,
        groups.dimension,
        groups.subgroup_key
),

with_others as (
    select
        risks.*,
        sum(removed) over (
            partition by policy_id, unit_type, unit_key, school_year, dimension
        ) - removed as others_removed,
        sum(n_students) over (
            partition by policy_id, unit_type, unit_key, school_year, dimension
        ) - n_students as others
    from risks
),

-- below a minimum, on either side, there is no ratio, and nothing to divide
ratios as (
    select
        with_others.*,
        removed / n_students as risk,
        others_removed / nullif(others, 0) as others_risk,
        sqrt(
            1 / removed - 1 / n_students + 1 / others_removed - 1 / others
        ) as log_error
    from with_others
    inner join policies
        on with_others.policy_id = policies.policy_id
    where
        with_others.removed >= policies.min_cell
        and with_others.others_removed >= policies.min_cell
        and with_others.n_students >= policies.min_n
        and with_others.others >= policies.min_n
        and with_others.others_removed > 0
        and with_others.removed > 0
),

counted as (
    select
        with_others.policy_id,
        'all' as subject,
        with_others.unit_type,
        with_others.unit_key,
        with_others.school_year,
        with_others.subgroup_key,
        with_others.n_students,
        ratios.risk as numerator,
        ratios.others_risk as denominator,
        ratios.risk / ratios.others_risk as value,
        ratios.risk / ratios.others_risk * ratios.log_error as std_error,
        ratios.risk / ratios.others_risk
        * exp(-{{ var('interval_z') }} * ratios.log_error) as ci_low,
        ratios.risk / ratios.others_risk
        * exp({{ var('interval_z') }} * ratios.log_error) as ci_high
    from with_others
    left join ratios
        on with_others.policy_id = ratios.policy_id
        and with_others.unit_type = ratios.unit_type
        and with_others.unit_key = ratios.unit_key
        and with_others.school_year = ratios.school_year
        and with_others.subgroup_key = ratios.subgroup_key
),
{{ metric_values('discipline_risk_ratio', 'counted', 'given') }}
select * from final
