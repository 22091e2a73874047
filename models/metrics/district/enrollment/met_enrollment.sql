-- one row per unit, school year and subgroup: students on the count day
with

counted as (
    select
        'count_day' as policy_id,
        'all' as subject,
        units.unit_type,
        units.unit_key,
        students.school_year,
        subgroups.subgroup_key,
        count(*) as numerator,
        1 as denominator,
        count(*) as n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from {{ ref('int_metrics__count_day_students') }} as students
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on students.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on students.student_key = subgroups.student_key
        and students.school_year = subgroups.school_year
    group by
        units.unit_type,
        units.unit_key,
        students.school_year,
        subgroups.subgroup_key
),
{{ metric_values('enrollment', 'counted', 'ratio') }}
select * from final
