-- one row per subject, unit, school year and focal group: how far all other students
-- score above it, in Hedges' g
with
{{ contrasted_groups('score_gap_g', 'norm', 'normed') }}
pooled as (
    select
        contrasts.*,
        focal_students + reference_students as students,
        (
            (focal_students - 1) * focal_variance
            + (reference_students - 1) * reference_variance
        ) / nullif(focal_students + reference_students - 2, 0) as pooled_variance
    from contrasts
),

-- the correction for small samples makes d into g
corrected as (
    select
        pooled.*,
        known * (reference_mean - focal_mean) * (1 - 3 / (4 * students - 9)) as difference,
        nullif(sqrt(pooled_variance), 0) as pooled_sd
    from pooled
),

counted as (
    select
        policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        difference as numerator,
        known * pooled_sd as denominator,
        n_students,
        sqrt(
            students / (focal_students * reference_students)
            + power(difference / pooled_sd, 2) / (2 * students)
        ) as std_error
    from corrected
),
{{ metric_values('score_gap_g', 'counted', 'ratio') }}
select * from final
