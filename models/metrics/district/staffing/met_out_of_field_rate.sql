-- one row per unit and school year: share of teachers' posts that are out of field
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
        n_students,
        std_error
    from {{ ref('met_certification_coverage') }}
),
{{ metric_values('out_of_field_rate', 'counted', 'ratio') }}
select * from final
