-- In which grades of which schools did performance change? Proficiency by school, grade
-- and subject against the year before, largest change first.
-- For: school administrators.
with

rates as (
    select
        unit_key as school_key,
        subject,
        subgroup_key,
        school_year,
        n_students,
        value,
        std_error,
        max(school_year) over (partition by unit_key) as latest_year
    from {{ ref('met_values') }}
    where
        metric_name = 'proficiency_rate'
        and policy_id = 'all_tested'
        and unit_type = 'school'
        and subgroup_key like 'grade:%'
)

select
    schools.school_name,
    subgroups.subgroup_name as grade,
    rates.subject,
    rates.school_year,
    rates.n_students,
    rates.value as proficiency_rate,
    rates.value - before.value as change,
    abs(rates.value - before.value)
    > 2 * sqrt(power(rates.std_error, 2) + power(before.std_error, 2)) as is_reliable
from rates
inner join rates as before
    on rates.school_key = before.school_key
    and rates.subject = before.subject
    and rates.subgroup_key = before.subgroup_key
    and rates.school_year = before.school_year + 1
inner join {{ ref('district__dim_schools') }} as schools
    on rates.school_key = schools.school_key
inner join {{ ref('district__dim_subgroups') }} as subgroups
    on rates.subgroup_key = subgroups.subgroup_key
where rates.school_year = rates.latest_year
order by abs(rates.value - before.value) desc, schools.school_name, subgroups.sort_order
