-- one row per unit, school year and subgroup: incidents per hundred students
with

policies as (
    select policy_id, value as per_students
    from {{ ref('metric_policies') }}
    where metric_name = 'incident_rate' and parameter = 'per_students'
),

summed as (
    select
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key,
        sum(pooled.incidents) as incidents,
        cast(sum(pooled.incidents * pooled.incidents) as double) as squares,
        count(*) as n_students
    from {{ ref('int_metrics__discipline_pooled') }} as pooled
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on pooled.student_key = subgroups.student_key
        and pooled.school_year = subgroups.school_year
    group by
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key
),

-- one student may have many incidents, so that the error is that of a mean of students
errors as (
    select
        policies.policy_id,
        'all' as subject,
        summed.unit_type,
        summed.unit_key,
        summed.school_year,
        summed.subgroup_key,
        summed.n_students,
        summed.incidents as numerator,
        cast(summed.n_students as double) / policies.per_students as denominator,
        policies.per_students * summed.incidents / cast(summed.n_students as double)
            as value,
        case
            when summed.incidents > 0 and summed.n_students > 1
                then
                    policies.per_students * sqrt(
                        greatest(
                            summed.squares
                            - cast(summed.incidents as double) * summed.incidents
                            / summed.n_students,
                            0
                        ) / (summed.n_students - 1) / summed.n_students
                    )
        end as std_error
    from summed
    cross join policies
),

counted as (
    select
        errors.*,
        case
            when errors.std_error is not null
                then
                    greatest(
                        errors.value - {{ var('interval_z') }} * errors.std_error, 0
                    )
        end as ci_low,
        errors.value + {{ var('interval_z') }} * errors.std_error as ci_high
    from errors
),
{{ metric_values('incident_rate', 'counted', 'given') }}
select * from final
