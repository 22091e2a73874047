-- one row per school and section
with

sections as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        section_id,
        course_number,
        name,
        section_number,
        grade,
        subject,
        period
    from {{ ref('stg_clever__sections') }}
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'grade_level'
),

subjects as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'subject'
),

-- lines of one section that differ, by term for example: the first one counts
ranked_sections as (
    select
        sections.*,
        row_number() over (
            partition by district_id, school_id, section_id
            order by line_number, file_key
        ) as section_line
    from sections
),

final as (
    select
        'clever' as source,
        ranked_sections.district_id,
        ranked_sections.school_id,
        ranked_sections.section_id,
        ranked_sections.course_number as course_id,
        ranked_sections.name as section_name,
        ranked_sections.section_number,
        grade_levels.value as grade_level,
        subjects.value as subject,
        ranked_sections.period
    from ranked_sections
    left join grade_levels
        on lower(ranked_sections.grade) = grade_levels.source_value
    left join subjects
        on lower(ranked_sections.subject) = subjects.source_value
    where ranked_sections.section_line = 1
)

select * from final
