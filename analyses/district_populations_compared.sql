-- How do outcomes differ between student populations of a school? Attendance, chronic
-- absence, proficiency and suspensions of every subgroup beside those of all students,
-- latest year.
-- For: school administrators.
with

figures as (
    select
        metric_name,
        policy_id,
        subject,
        unit_key as school_key,
        subgroup_key,
        school_year,
        n_students,
        value,
        max(school_year) over (partition by metric_name) as latest_year
    from {{ ref('met_values') }}
    where
        unit_type = 'school'
        and (
            metric_name in ('attendance_rate', 'suspension_rate')
            or (metric_name = 'chronic_absence_rate' and policy_id = 'federal')
            or (metric_name = 'proficiency_rate' and policy_id = 'all_tested')
        )
)

select
    schools.school_name,
    figures.metric_name,
    figures.subject,
    subgroups.subgroup_name as students,
    figures.school_year,
    figures.n_students,
    figures.value,
    figures.value - everybody.value as difference_to_all
from figures
inner join figures as everybody
    on figures.metric_name = everybody.metric_name
    and figures.policy_id = everybody.policy_id
    and figures.subject = everybody.subject
    and figures.school_key = everybody.school_key
    and figures.school_year = everybody.school_year
    and everybody.subgroup_key = 'all'
inner join {{ ref('district__dim_schools') }} as schools
    on figures.school_key = schools.school_key
inner join {{ ref('district__dim_subgroups') }} as subgroups
    on figures.subgroup_key = subgroups.subgroup_key
where figures.school_year = figures.latest_year
order by
    schools.school_name, figures.metric_name, figures.subject, subgroups.sort_order
