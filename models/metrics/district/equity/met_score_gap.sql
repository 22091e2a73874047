-- one row per subject, unit, school year and focal group: how far all other students
-- score above it, in standard deviations of the norm group
with
{{ contrasted_groups('score_gap', 'norm', 'normed') }}
differences as (
    select
        contrasts.*,
        known * (reference_mean - focal_mean) as difference,
        known * focal_variance / focal_students as focal_error,
        known * reference_variance / reference_students as reference_error
    from contrasts
),

-- Welch (1947): each group has its own variance, the degrees of freedom come from both
errors as (
    select
        differences.*,
        sqrt(focal_error + reference_error) as error,
        power(focal_error + reference_error, 2) / nullif(
            power(focal_error, 2) / (focal_students - 1)
            + power(reference_error, 2) / (reference_students - 1),
            0
        ) as degrees
    from differences
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
        known as denominator,
        n_students,
        difference as value,
        error as std_error,
        difference - {{ t_quantile(var('interval_z'), 'degrees') }} * error as ci_low,
        difference + {{ t_quantile(var('interval_z'), 'degrees') }} * error as ci_high
    from errors
),
{{ metric_values('score_gap', 'counted', 'given') }}
select * from final
