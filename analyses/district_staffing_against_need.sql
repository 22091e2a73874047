-- Are schools staffed for their enrolment and their need? Students per teacher and per
-- specialist, latest year, with the certificates that the posts ask for.
-- For: district leadership, staffing office.
with

figures as (
    select
        metric_name,
        unit_type,
        unit_key,
        school_year,
        value,
        max(school_year) over (partition by metric_name) as latest_year
    from {{ ref('met_values') }}
    where
        subgroup_key = 'all'
        and (
            (metric_name = 'student_teacher_ratio' and policy_id = 'headcount')
            or (metric_name = 'certification_coverage' and policy_id = 'default')
            or metric_name in (
                'enrollment',
                'students_per_counselor',
                'students_with_iep_per_teacher',
                'english_learners_per_teacher'
            )
        )
),

latest as (
    select
        unit_type,
        unit_key,
        max(case when metric_name = 'enrollment' then value end) as students,
        max(case when metric_name = 'student_teacher_ratio' then value end)
            as students_per_teacher,
        max(case when metric_name = 'students_per_counselor' then value end)
            as students_per_counselor,
        max(case when metric_name = 'students_with_iep_per_teacher' then value end)
            as students_with_iep_per_teacher,
        max(case when metric_name = 'english_learners_per_teacher' then value end)
            as english_learners_per_teacher,
        max(case when metric_name = 'certification_coverage' then value end)
            as certification_coverage
    from figures
    where school_year = latest_year
    group by unit_type, unit_key
)

select
    latest.unit_type,
    coalesce(schools.school_name, latest.unit_key) as unit_name,
    latest.students,
    latest.students_per_teacher,
    latest.students_per_counselor,
    latest.students_with_iep_per_teacher,
    latest.english_learners_per_teacher,
    latest.certification_coverage
from latest
left join {{ ref('district__dim_schools') }} as schools
    on latest.unit_key = schools.school_key
order by
    latest.unit_type asc, latest.students_per_teacher desc, unit_name asc
