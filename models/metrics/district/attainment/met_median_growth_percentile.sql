-- one row per method, subject, unit, school year and subgroup: median growth percentile
with

counted as (
    select
        method as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        median as numerator,
        case when median is not null then 1 end as denominator,
        students as n_students,
        median as value,
        std_error,
        ci_low,
        ci_high
    from {{ ref('py_growth_medians') }}
),
{{ metric_values('median_growth_percentile', 'counted', 'given') }}
select * from final
