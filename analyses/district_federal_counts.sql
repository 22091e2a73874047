-- Counts as federal reports ask for them, by school and subgroup, latest year: students
-- who are chronically absent (EDFacts FS195) and graduates of the four-year cohort.
-- For: data and assessment teams. Internal: not suppressed.
with

counts as (
    select
        metric_name,
        unit_type,
        unit_key,
        subgroup_key,
        school_year,
        numerator,
        denominator,
        max(school_year) over (partition by metric_name) as latest_year
    from {{ ref('met_values') }}
    where
        (metric_name = 'chronic_absence_rate' and policy_id = 'federal')
        or (metric_name = 'graduation_rate' and policy_id = 'four_year')
)

select
    counts.metric_name,
    counts.unit_type,
    coalesce(schools.school_name, counts.unit_key) as unit_name,
    subgroups.subgroup_name as students,
    counts.school_year,
    counts.numerator,
    counts.denominator
from counts
inner join {{ ref('district__dim_subgroups') }} as subgroups
    on counts.subgroup_key = subgroups.subgroup_key
left join {{ ref('district__dim_schools') }} as schools
    on counts.unit_key = schools.school_key
where counts.school_year = counts.latest_year
order by counts.metric_name, counts.unit_type, unit_name, subgroups.sort_order
