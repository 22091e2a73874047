-- one row per school and school year with students on the count day
with

schools as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_level
    from {{ ref('int_district__schools_conformed') }}
),

students as (
    select
        students.school_key,
        students.school_year,
        count(*) as students,
        min(students.grade_number) as lowest_grade,
        max(students.grade_number) as highest_grade
    from {{ ref('int_metrics__count_day_students') }} as students
    group by students.school_key, students.school_year
),

-- who is not known is on neither side of a share
services as (
    select
        students.school_key,
        students.school_year,
        count(case when subgroups.subgroup_key = 'frl:yes' then 1 end) as frl_yes,
        count(case when subgroups.subgroup_key = 'frl:no' then 1 end) as frl_no,
        count(case when subgroups.subgroup_key = 'el:yes' then 1 end) as el_yes,
        count(case when subgroups.subgroup_key = 'el:no' then 1 end) as el_no,
        count(case when subgroups.subgroup_key = 'iep:yes' then 1 end) as iep_yes,
        count(case when subgroups.subgroup_key = 'iep:no' then 1 end) as iep_no
    from {{ ref('int_metrics__count_day_students') }} as students
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on students.student_key = subgroups.student_key
        and students.school_year = subgroups.school_year
    group by students.school_key, students.school_year
),

final as (
    select
        students.school_key,
        coalesce(
            nullif(schools.school_level, 'combined'),
            'grades '
            || cast(students.lowest_grade as {{ dbt.type_string() }})
            || ' to '
            || cast(students.highest_grade as {{ dbt.type_string() }})
        ) as school_level,
        students.school_year,
        students.students,
        cast(services.frl_yes as double)
        / nullif(services.frl_yes + services.frl_no, 0) as frl_share,
        cast(services.el_yes as double)
        / nullif(services.el_yes + services.el_no, 0) as el_share,
        cast(services.iep_yes as double)
        / nullif(services.iep_yes + services.iep_no, 0) as iep_share
    from students
    inner join schools
        on students.school_key = schools.school_key
    left join services
        on students.school_key = services.school_key
        and students.school_year = services.school_year
)

select * from final
