-- one row per subject, unit, school year and subgroup: mean growth beyond that of the norms
with

-- who repeats a grade would be all of kindergarten, and is in no figure of a grade
summed as (
    select
        growth.subject,
        growth.unit_type,
        growth.unit_key,
        growth.school_year,
        subgroups.subgroup_key,
        count(*) as students,
        sum({{ exact('growth.growth_index') }}) as total,
        sum({{ exact('growth.growth_index') }} * {{ exact('growth.growth_index') }})
            as squares
    from {{ ref('int_metrics__growth_placed') }} as growth
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on growth.student_key = subgroups.student_key
        and growth.school_year = subgroups.school_year
    where
        growth.growth_index is not null
        and (growth.moved_up or subgroups.subgroup_key not like 'grade:%')
    group by
        growth.subject,
        growth.unit_type,
        growth.unit_key,
        growth.school_year,
        subgroups.subgroup_key
),
{{ mean_of_sums('summed', 'students', 'total', 'squares') }}
{{ metric_values('conditional_growth_index', 'counted', 'ratio') }}
select * from final
