-- one row per subject, unit, school year and focal group: by how much more of all other
-- students than of the group meet the standard
with
{{ contrasted_groups('proficiency_gap', 'standard', 'judged') }}
shares as (
    select
        contrasts.*,
        focal_proficient / focal_students as focal_share,
        reference_proficient / reference_students as reference_share
    from contrasts
),

-- Wilson's interval of each share
wilson as (
    select
        shares.*,
        {% for group in ['focal', 'reference'] -%}
        {%- set share, n = group ~ '_share', group ~ '_students' -%}
        {{ wilson_middle(share, n) }} as {{ group }}_middle,
        {{ wilson_half_width(share, n) }} as {{ group }}_half{{ ',' if not loop.last }}
        {% endfor -%}
    from shares
),

-- Newcombe (1998), method 10: distances of the shares from the ends of their intervals
counted as (
    select
        policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        known * (reference_share - focal_share) as numerator,
        known as denominator,
        n_students,
        known * (reference_share - focal_share) as value,
        known * sqrt(
            focal_share * (1 - focal_share) / focal_students
            + reference_share * (1 - reference_share) / reference_students
        ) as std_error,
        known * (
            reference_share - focal_share - sqrt(
                power(reference_share - reference_middle + reference_half, 2)
                + power(focal_middle + focal_half - focal_share, 2)
            )
        ) as ci_low,
        known * (
            reference_share - focal_share + sqrt(
                power(reference_middle + reference_half - reference_share, 2)
                + power(focal_share - focal_middle + focal_half, 2)
            )
        ) as ci_high
    from wilson
),
{{ metric_values('proficiency_gap', 'counted', 'given') }}
select * from final
