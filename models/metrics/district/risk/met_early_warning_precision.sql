-- one row per policy, unit, school year and subgroup: warned students for whom it came
with

counted as (
    select
        policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        hits as numerator,
        flagged as denominator,
        flagged as n_students
    from {{ ref('int_metrics__early_warnings_judged') }}
),
{{ metric_values('early_warning_precision', 'counted', 'share') }}
select * from final
