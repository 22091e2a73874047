-- one row per section
with

courses as (
    select district_id, course_id, subject
    from {{ ref('int_sis__courses_mapped') }}
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'grade_level'
),

-- lines of one section that differ: the first one counts
ranked_sections as (
    select
        district_id,
        school_id,
        section_id,
        course_id,
        section_name,
        grade_level,
        period,
        row_number() over (
            partition by district_id, section_id
            order by line_number, file_key
        ) as section_line
    from {{ ref('stg_sis__sections') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        sections.district_id,
        sections.school_id,
        sections.section_id,
        sections.course_id,
        sections.section_name,
        cast(null as {{ dbt.type_string() }}) as section_number,
        grade_levels.value as grade_level,
        courses.subject,
        sections.period
    from ranked_sections as sections
    left join courses
        on sections.district_id = courses.district_id
        and sections.course_id = courses.course_id
    left join grade_levels
        on lower(sections.grade_level) = grade_levels.source_value
    where sections.section_line = 1
)

select * from final
