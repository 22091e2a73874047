-- one row per unit, subject, school year, use of the test and group beside all others
with

subgroups as (
    select subgroup_key, dimension
    from {{ ref('district__dim_subgroups') }}
    where not is_unknown and dimension not in ('all', 'grade')
),

groups as (
    select
        scores.unit_type,
        scores.unit_key,
        scores.subject,
        scores.test_use,
        scores.subgroup_key,
        subgroups.dimension,
        scores.school_year,
        scores.judged,
        scores.proficient,
        scores.normed,
        scores.norm_z_sum,
        scores.norm_z_squares
    from {{ ref('int_metrics__scores_counted') }} as scores
    inner join subgroups
        on scores.subgroup_key = subgroups.subgroup_key
),

-- all other students of whom it is known in which group they are
others as (
    select
        focal.unit_type,
        focal.unit_key,
        focal.subject,
        focal.test_use,
        focal.subgroup_key,
        focal.school_year,
        sum(others.judged) as judged,
        sum(others.proficient) as proficient,
        sum(others.normed) as normed,
        sum(others.norm_z_sum) as norm_z_sum,
        sum(others.norm_z_squares) as norm_z_squares
    from groups as focal
    inner join groups as others
        on focal.unit_type = others.unit_type
        and focal.unit_key = others.unit_key
        and focal.subject = others.subject
        and focal.test_use = others.test_use
        and focal.school_year = others.school_year
        and focal.dimension = others.dimension
        and focal.subgroup_key <> others.subgroup_key
    group by
        focal.unit_type,
        focal.unit_key,
        focal.subject,
        focal.test_use,
        focal.subgroup_key,
        focal.school_year
),

final as (
    select
        groups.unit_type,
        groups.unit_key,
        groups.subject,
        groups.test_use,
        groups.subgroup_key,
        groups.school_year,
        groups.judged as focal_judged,
        groups.proficient as focal_proficient,
        others.judged as reference_judged,
        others.proficient as reference_proficient,
        groups.normed as focal_normed,
        cast(groups.norm_z_sum as double) / nullif(groups.normed, 0) as focal_mean,
        {{ variance_of_sums(
            'groups.normed', 'groups.norm_z_sum', 'groups.norm_z_squares'
        ) }} as focal_variance,
        others.normed as reference_normed,
        cast(others.norm_z_sum as double) / nullif(others.normed, 0) as reference_mean,
        {{ variance_of_sums(
            'others.normed', 'others.norm_z_sum', 'others.norm_z_squares'
        ) }} as reference_variance
    from groups
    inner join others
        on groups.unit_type = others.unit_type
        and groups.unit_key = others.unit_key
        and groups.subject = others.subject
        and groups.test_use = others.test_use
        and groups.subgroup_key = others.subgroup_key
        and groups.school_year = others.school_year
)

select * from final
