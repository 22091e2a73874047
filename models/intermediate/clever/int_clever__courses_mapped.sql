-- one row per district and course number
with

sections as (
    select file_key, line_number, district_id, course_number, course_name, subject
    from {{ ref('stg_clever__sections') }}
    where course_number is not null
),

subjects as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'subject'
),

-- Clever has no file of courses: the first section that names the course describes it
ranked_sections as (
    select
        sections.*,
        row_number() over (
            partition by district_id, course_number
            order by
                case when course_name is null then 1 else 0 end,
                line_number,
                file_key
        ) as course_line
    from sections
),

final as (
    select
        'clever' as source,
        ranked_sections.district_id,
        ranked_sections.course_number as course_id,
        ranked_sections.course_number as course_code,
        ranked_sections.course_name as course_title,
        subjects.value as subject,
        cast(null as {{ dbt.type_string() }}) as grade_levels,
        cast(null as boolean) as is_core
    from ranked_sections
    left join subjects
        on lower(ranked_sections.subject) = subjects.source_value
    where ranked_sections.course_line = 1
)

select * from final
