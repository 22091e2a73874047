{% set groups = ['sex', 'race', 'frl', 'el', 'iep', 'gifted', 'grade'] -%}
-- one row per student and school year: what the analysis file is made of
with

years as (
    select
        student_key,
        school_key,
        school_year,
        schools,
        days_enrolled,
        days_attended,
        math_z,
        reading_z,
        math_growth_percentile,
        reading_growth_percentile,
        is_full_academic_year
    from {{ ref('district__fct_student_years') }}
),

subgroups as (
    select
        student_key,
        {% for name in groups -%}
        max(case when subgroup_key like '{{ name }}:%' then subgroup_key end)
            as {{ name }}_key,
        {% endfor -%}
        school_year
    from {{ ref('district__bridge_student_subgroups') }}
    group by student_key, school_year
),

-- several spells in a programme are one participation of the year
participations as (
    select
        participations.student_key,
        participations.school_year,
        programs.program_name
    from {{ ref('district__fct_program_participations') }} as participations
    inner join {{ ref('district__dim_programs') }} as programs
        on participations.program_key = programs.program_key
    where not coalesce(participations.is_excluded, false)
    group by
        participations.student_key,
        participations.school_year,
        programs.program_name
),

programs as (
    select
        student_key,
        school_year,
        {{ dbt.listagg('program_name', "'; '", 'order by program_name') }} as programs
    from participations
    group by student_key, school_year
),

final as (
    select
        years.student_key,
        years.school_key,
        {% for name in groups -%}
        coalesce(
            replace(subgroups.{{ name }}_key, '{{ name }}:', ''), 'unknown'
        ) as {{ name }},
        {% endfor -%}
        coalesce(programs.programs, 'none') as programs,
        years.school_year,
        years.schools as schools_attended,
        years.math_growth_percentile,
        years.reading_growth_percentile,
        {{ significant_digits(
            'cast(years.days_attended as double) / nullif(years.days_enrolled, 0)'
        ) }} as attendance_rate,
        years.math_z,
        years.reading_z,
        years.is_full_academic_year
    from years
    left join subgroups
        on years.student_key = subgroups.student_key
        and years.school_year = subgroups.school_year
    left join programs
        on years.student_key = programs.student_key
        and years.school_year = programs.school_year
)

select * from final
