-- Why does our chronic absence differ from another office's? The rate by every policy
-- side by side, with the students whom each judges.
-- For: data and assessment teams.
select
    figures.unit_key as district_id,
    figures.school_year,
    figures.policy_id,
    max(case when policies.parameter = 'absent_share' then policies.value end)
        as absent_share,
    max(case when policies.parameter = 'min_days' then policies.value end) as min_days,
    max(figures.denominator) as students_judged,
    max(figures.numerator) as students_chronic,
    max(figures.value) as chronic_absence_rate
from {{ ref('met_values') }} as figures
inner join {{ ref('metric_policies') }} as policies
    on figures.metric_name = policies.metric_name
    and figures.policy_id = policies.policy_id
where
    figures.metric_name = 'chronic_absence_rate'
    and figures.unit_type = 'district'
    and figures.subgroup_key = 'all'
group by figures.unit_key, figures.school_year, figures.policy_id
order by figures.unit_key, figures.school_year, figures.policy_id
