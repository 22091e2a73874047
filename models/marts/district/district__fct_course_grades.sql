-- one row per student, section and marking period with a grade
with

students as (
    select student_key
    from {{ ref('district__dim_students') }}
),

section_years as (
    select
        bridge.section_key,
        max(terms.school_year) as school_year
    from {{ ref('district__bridge_section_terms') }} as bridge
    inner join {{ ref('district__dim_terms') }} as terms
        on bridge.term_key = terms.term_key
    group by bridge.section_key
),

core_courses as (
    select
        {{ surrogate_key(['district_id', 'course_id']) }} as course_key,
        is_core
    from {{ ref('int_district__courses_conformed') }}
),

sections as (
    select
        sections.section_key,
        sections.course_key,
        sections.school_key,
        sections.subject,
        section_years.school_year,
        core_courses.is_core
    from {{ ref('district__dim_sections') }} as sections
    left join section_years
        on sections.section_key = section_years.section_key
    left join core_courses
        on sections.course_key = core_courses.course_key
),

grade_points as (
    select letter_grade, grade_points, is_failing
    from {{ ref('grade_points') }}
),

final as (
    select
        grades.student_key,
        grades.section_key,
        sections.course_key,
        sections.school_key,
        sections.subject,
        grades.marking_period,
        grades.letter_grade,
        sections.school_year,
        grades.numeric_grade,
        grade_points.grade_points,
        grades.credits_attempted,
        grades.credits_earned,
        sections.is_core,
        grade_points.is_failing
    from {{ ref('int_district__course_grades_conformed') }} as grades
    inner join students
        on grades.student_key = students.student_key
    inner join sections
        on grades.section_key = sections.section_key
    left join grade_points
        on grades.letter_grade = grade_points.letter_grade
)

select * from final
