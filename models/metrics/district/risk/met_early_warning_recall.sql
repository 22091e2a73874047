-- one row per policy, unit, school year and subgroup: of those it came for, the warned
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
        with_outcome as denominator,
        with_outcome as n_students
    from {{ ref('int_metrics__early_warnings_judged') }}
),
{{ metric_values('early_warning_recall', 'counted', 'share') }}
select * from final
