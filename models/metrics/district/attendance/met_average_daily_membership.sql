-- one row per unit, school year and subgroup: days enrolled per day in session
with

counted as (
    select
        'default' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        enrolled as numerator,
        divisor as denominator,
        n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from {{ ref('int_metrics__days_averaged') }}
),
{{ metric_values('average_daily_membership', 'counted', 'ratio') }}
select * from final
