-- one row per section
with

sections as (
    select
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as section_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ surrogate_key(['district_id', 'course_id']) }} as course_key,
        section_id,
        section_number,
        section_name,
        grade_level,
        subject,
        period
    from {{ ref('int_district__sections_valid') }}
),

schools as (
    select school_key
    from {{ ref('district__dim_schools') }}
),

courses as (
    select course_key
    from {{ ref('district__dim_courses') }}
),

-- a school or course that the roster does not have is a missing reference
final as (
    select
        sections.section_key,
        schools.school_key,
        courses.course_key,
        sections.section_id,
        sections.section_number,
        sections.section_name,
        sections.grade_level,
        sections.subject,
        sections.period
    from sections
    left join schools
        on sections.school_key = schools.school_key
    left join courses
        on sections.course_key = courses.course_key
)

select * from final
