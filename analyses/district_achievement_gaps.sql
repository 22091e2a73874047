-- Where do achievement gaps exist across subgroups? Latest year, largest first, as
-- effect size against all other students of whom the same is known, with its interval.
-- For: district leadership.
with

gaps as (
    select
        unit_key as district_id,
        subject,
        subgroup_key,
        dq_grade,
        school_year,
        n_students,
        value,
        ci_low,
        ci_high,
        max(school_year) over (partition by unit_key) as latest_year
    from {{ ref('met_values') }}
    where
        metric_name = 'score_gap_g'
        and unit_type = 'district'
        and value is not null
)

select
    gaps.district_id,
    gaps.subject,
    subgroups.subgroup_name as students,
    gaps.school_year,
    gaps.n_students,
    gaps.value as hedges_g,
    gaps.ci_low,
    gaps.ci_high,
    gaps.ci_low > 0 or gaps.ci_high < 0 as is_reliable,
    gaps.dq_grade
from gaps
inner join {{ ref('district__dim_subgroups') }} as subgroups
    on gaps.subgroup_key = subgroups.subgroup_key
where gaps.school_year = gaps.latest_year and not subgroups.is_unknown
order by gaps.district_id asc, abs(gaps.value) desc, gaps.subject asc
