-- Does staffing follow enrolment? Students and teachers' full-time equivalents by
-- school and year, and the change of each against the year before.
-- For: district leadership, staffing office.
with

years as (
    select
        unit_type,
        unit_key,
        school_year,
        max(case when metric_name = 'enrollment' then value end) as students,
        max(case when metric_name = 'student_teacher_ratio' then denominator end)
            as teacher_fte
    from {{ ref('met_values') }}
    where
        subgroup_key = 'all'
        and (
            metric_name = 'enrollment'
            or (metric_name = 'student_teacher_ratio' and policy_id = 'headcount')
        )
    group by unit_type, unit_key, school_year
)

select
    years.unit_type,
    coalesce(schools.school_name, years.unit_key) as unit_name,
    years.school_year,
    years.students,
    years.students - before.students as students_change,
    years.teacher_fte,
    years.teacher_fte - before.teacher_fte as teacher_fte_change
from years
left join years as before
    on years.unit_type = before.unit_type
    and years.unit_key = before.unit_key
    and years.school_year = before.school_year + 1
left join {{ ref('district__dim_schools') }} as schools
    on years.unit_key = schools.school_key
order by years.unit_type, unit_name, years.school_year
