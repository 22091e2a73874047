-- one row per unit, subject, school year, subgroup, method and growth percentile
select
    growth.unit_type,
    growth.unit_key,
    growth.subject,
    subgroups.subgroup_key,
    growth.method,
    growth.school_year,
    growth.growth_percentile,
    count(*) as students
from {{ ref('int_metrics__growth_placed') }} as growth
inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
    on growth.student_key = subgroups.student_key
    and growth.school_year = subgroups.school_year
where growth.growth_percentile is not null
group by
    growth.unit_type,
    growth.unit_key,
    growth.subject,
    subgroups.subgroup_key,
    growth.method,
    growth.school_year,
    growth.growth_percentile
