-- one row per school
with

schools as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        school_name,
        school_number,
        state_id,
        low_grade,
        high_grade,
        principal,
        principal_email,
        school_address,
        school_city,
        school_state,
        school_zip,
        school_phone
    from {{ ref('stg_clever__schools') }}
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'grade_level'
),

-- lines of one school that differ: the first one counts
ranked_schools as (
    select
        schools.*,
        row_number() over (
            partition by district_id, school_id
            order by line_number, file_key
        ) as school_line
    from schools
),

final as (
    select
        'clever' as source,
        ranked_schools.district_id,
        ranked_schools.school_id,
        ranked_schools.school_name,
        ranked_schools.school_number,
        ranked_schools.state_id as state_school_id,
        cast(null as {{ dbt.type_string() }}) as school_level,
        cast(null as {{ dbt.type_string() }}) as school_type,
        low_grades.value as low_grade,
        high_grades.value as high_grade,
        ranked_schools.principal as principal_name,
        ranked_schools.principal_email,
        ranked_schools.school_address as street,
        ranked_schools.school_city as city,
        ranked_schools.school_state as state,
        ranked_schools.school_zip as zip,
        ranked_schools.school_phone as phone,
        cast(null as date) as open_date,
        cast(null as date) as close_date
    from ranked_schools
    left join grade_levels as low_grades
        on lower(ranked_schools.low_grade) = low_grades.source_value
    left join grade_levels as high_grades
        on lower(ranked_schools.high_grade) = high_grades.source_value
    where ranked_schools.school_line = 1
)

select * from final
