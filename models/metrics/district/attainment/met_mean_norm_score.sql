-- one row per subject, unit, school year and subgroup: mean score by the norms
with

counted as (
    select
        'default' as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        norm_z_sum as numerator,
        normed as denominator,
        normed as n_students,
        sqrt(
            {{ variance_of_sums('normed', 'norm_z_sum', 'norm_z_squares') }} / normed
        ) as std_error
    from {{ ref('int_metrics__scores_counted') }}
    where test_use = 'norm' and normed > 0
),
{{ metric_values('mean_norm_score', 'counted', 'ratio') }}
select * from final
