-- Are students improving in reading and mathematics, grade by grade? Mean scores in
-- standard deviations of the norm, their change against the year before, and median
-- growth.
-- For: district leadership. A change counts when it is more than twice its error.
with

scores as (
    select
        unit_key as district_id,
        subject,
        subgroup_key,
        school_year,
        n_students,
        value,
        std_error
    from {{ ref('met_values') }}
    where
        metric_name = 'mean_norm_score'
        and unit_type = 'district'
        and (subgroup_key = 'all' or subgroup_key like 'grade:%')
),

growth as (
    select
        unit_key as district_id,
        subject,
        subgroup_key,
        school_year,
        value
    from {{ ref('met_values') }}
    where metric_name = 'median_growth_percentile' and unit_type = 'district'
)

select
    scores.district_id,
    scores.subject,
    subgroups.subgroup_name as students,
    scores.school_year,
    scores.n_students,
    scores.value as mean_norm_score,
    scores.value - before.value as change,
    abs(scores.value - before.value)
    > 2 * sqrt(power(scores.std_error, 2) + power(before.std_error, 2)) as is_reliable,
    growth.value as median_growth_percentile
from scores
inner join {{ ref('district__dim_subgroups') }} as subgroups
    on scores.subgroup_key = subgroups.subgroup_key
left join scores as before
    on scores.district_id = before.district_id
    and scores.subject = before.subject
    and scores.subgroup_key = before.subgroup_key
    and scores.school_year = before.school_year + 1
left join growth
    on scores.district_id = growth.district_id
    and scores.subject = growth.subject
    and scores.subgroup_key = growth.subgroup_key
    and scores.school_year = growth.school_year
order by
    scores.district_id, scores.subject, subgroups.sort_order, scores.school_year
