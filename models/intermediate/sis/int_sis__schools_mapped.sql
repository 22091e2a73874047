-- one row per school
with

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

-- lines of one school that differ: the first one counts
ranked_schools as (
    select
        district_id,
        school_id,
        school_name,
        school_number,
        state_school_id,
        school_level,
        school_type,
        low_grade,
        high_grade,
        street,
        city,
        state,
        zip,
        phone,
        open_date,
        close_date,
        row_number() over (
            partition by district_id, school_id
            order by line_number, file_key
        ) as school_line
    from {{ ref('stg_sis__schools') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        ranked_schools.district_id,
        ranked_schools.school_id,
        ranked_schools.school_name,
        ranked_schools.school_number,
        ranked_schools.state_school_id,
        school_levels.value as school_level,
        school_types.value as school_type,
        low_grades.value as low_grade,
        high_grades.value as high_grade,
        cast(null as {{ dbt.type_string() }}) as principal_name,
        cast(null as {{ dbt.type_string() }}) as principal_email,
        ranked_schools.street,
        ranked_schools.city,
        ranked_schools.state,
        ranked_schools.zip,
        ranked_schools.phone,
        ranked_schools.open_date,
        ranked_schools.close_date
    from ranked_schools
    left join code_crosswalk as school_levels
        on lower(ranked_schools.school_level) = school_levels.source_value
        and school_levels.code_set = 'school_level'
    left join code_crosswalk as school_types
        on lower(ranked_schools.school_type) = school_types.source_value
        and school_types.code_set = 'school_type'
    left join code_crosswalk as low_grades
        on lower(ranked_schools.low_grade) = low_grades.source_value
        and low_grades.code_set = 'grade_level'
    left join code_crosswalk as high_grades
        on lower(ranked_schools.high_grade) = high_grades.source_value
        and high_grades.code_set = 'grade_level'
    where ranked_schools.school_line = 1
)

select * from final
