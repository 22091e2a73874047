-- one row per subject, unit, school year and grade: mean gain from spring to spring
with

grades as (
    select
        subgroup_key,
        cast(value as {{ dbt.type_int() }}) as grade_number
    from {{ ref('subgroups') }}
    where dimension = 'grade' and value <> 'unknown'
),

summed as (
    select
        growth.subject,
        growth.unit_type,
        growth.unit_key,
        growth.school_year,
        grades.subgroup_key,
        count(*) as students,
        sum({{ exact('growth.gain') }}) as total,
        sum({{ exact('growth.gain') }} * {{ exact('growth.gain') }})
            as squares
    from {{ ref('int_metrics__growth_placed') }} as growth
    inner join grades
        on growth.grade_number = grades.grade_number
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on growth.student_key = subgroups.student_key
        and growth.school_year = subgroups.school_year
        and grades.subgroup_key = subgroups.subgroup_key
    where growth.moved_up
    group by
        growth.subject,
        growth.unit_type,
        growth.unit_key,
        growth.school_year,
        grades.subgroup_key
),
{{ mean_of_sums('summed', 'students', 'total', 'squares') }}
{{ metric_values('mean_gain', 'counted', 'ratio') }}
select * from final
