-- one row per subject, unit, school year and focal group: the metric-free gap V
with

policies as (
    select
        policy_id,
        value as min_students
    from {{ ref('metric_policies') }}
    where metric_name = 'score_gap_v' and parameter = 'min_students'
),

groups as (
    select
        ranks.subject,
        ranks.unit_type,
        ranks.unit_key,
        ranks.school_year,
        ranks.subgroup_key,
        policies.policy_id,
        cast(ranks.focal_students as double) as focal,
        cast(ranks.reference_students as double) as reference,
        least(ranks.focal_students, ranks.reference_students) as n_students,
        case
            when
                ranks.focal_students >= policies.min_students
                and ranks.reference_students >= policies.min_students
                then cast(ranks.focal_places as double)
        end as places
    from {{ ref('int_metrics__scores_ranked') }} as ranks
    cross join policies
    where ranks.focal_students > 0 and ranks.reference_students > 0
),

-- Mann and Whitney: how often one of the others scores above one of the group
chances as (
    select
        groups.*,
        1 - (places - focal * (focal + 1) / 2) / (focal * reference) as chance
    from groups
),

quantiles as (
    select
        chances.*,
        {{ normal_quantile('chance') }} as quantile
    from chances
),

-- Hanley and McNeil (1982): variance of the chance
variances as (
    select
        quantiles.*,
        (
            chance * (1 - chance)
            + (reference - 1) * (chance / (2 - chance) - chance * chance)
            + (focal - 1)
            * (2 * chance * chance / (1 + chance) - chance * chance)
        ) / (focal * reference) as chance_variance
    from quantiles
),

-- V is root 2 times the quantile; its slope there is root 2 over the normal density
counted as (
    select
        policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        sqrt(2) * quantile as numerator,
        case when quantile is not null then 1 end as denominator,
        n_students,
        sqrt(2) * sqrt(chance_variance)
        * sqrt(2 * pi()) * exp(quantile * quantile / 2) as std_error
    from variances
),
{{ metric_values('score_gap_v', 'counted', 'ratio') }}
select * from final
