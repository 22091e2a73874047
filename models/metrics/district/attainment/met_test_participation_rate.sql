-- one row per subject, unit, school year and subgroup: share of the required tested
with

counted as (
    select
        'default' as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        tested as numerator,
        required as denominator,
        required as n_students
    from {{ ref('int_metrics__participation_counted') }}
),
{{ metric_values('test_participation_rate', 'counted', 'share') }}
select * from final
