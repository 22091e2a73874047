-- one row per subject, unit, school year and subgroup: mean distance from the standard
with

counted as (
    select
        'default' as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        distance_sum as numerator,
        measured as denominator,
        measured as n_students,
        sqrt(
            {{ variance_of_sums('measured', 'distance_sum', 'distance_squares') }}
            / measured
        ) as std_error
    from {{ ref('int_metrics__scores_counted') }}
    where test_use = 'standard' and measured > 0
),
{{ metric_values('distance_from_met', 'counted', 'ratio') }}
select * from final
