-- one row per school
with

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'grade_level'
),

-- lines of one school that differ: the first one counts
ranked_schools as (
    select
        district_id,
        school_id,
        school_name,
        school_number,
        state_school_id,
        low_grade,
        high_grade,
        street,
        city,
        state,
        zip,
        phone,
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
        low_grades.value as low_grade,
        high_grades.value as high_grade,
        cast(null as {{ dbt.type_string() }}) as principal_name,
        cast(null as {{ dbt.type_string() }}) as principal_email,
        ranked_schools.street,
        ranked_schools.city,
        ranked_schools.state,
        ranked_schools.zip,
        ranked_schools.phone
    from ranked_schools
    left join grade_levels as low_grades
        on lower(ranked_schools.low_grade) = low_grades.source_value
    left join grade_levels as high_grades
        on lower(ranked_schools.high_grade) = high_grades.source_value
    where ranked_schools.school_line = 1
)

select * from final
