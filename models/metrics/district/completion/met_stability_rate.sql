-- one row per unit, school year and subgroup: share of students who stay
with

counted as (
    select
        policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        denominator - numerator as numerator,
        denominator,
        n_students
    from {{ ref('met_mobility_rate') }}
    where policy_id = 'colorado'
),
{{ metric_values('stability_rate', 'counted', 'share') }}
select * from final
