-- Students per section on the as-of date, largest first.
-- For: schedulers. A section without students is in the list with 0.
with

as_of_date as (
    select max(as_of_date) as as_of_date
    from {{ ref('rpt_district__warehouse_contents') }}
),

sections as (
    select section_key, school_key, section_name, subject, grade_level
    from {{ ref('district__dim_sections') }}
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
),

enrolled as (
    select
        enrollments.section_key,
        count(*) as students
    from {{ ref('district__fct_section_enrollments') }} as enrollments
    cross join as_of_date
    where
        enrollments.begin_date <= as_of_date.as_of_date
        and (
            enrollments.end_date is null
            or enrollments.end_date > as_of_date.as_of_date
        )
    group by enrollments.section_key
),

final as (
    select
        schools.school_name,
        sections.section_name,
        sections.subject,
        sections.grade_level,
        coalesce(enrolled.students, 0) as students
    from sections
    inner join schools
        on sections.school_key = schools.school_key
    left join enrolled
        on sections.section_key = enrolled.section_key
)

select * from final
order by students desc, school_name asc, section_name asc
