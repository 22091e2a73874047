-- one row per student and school year with marks: failures, credits, points
with

-- what is made up in summer is no mark of the school year
sections_in_summer as (
    select bridge.section_key
    from {{ ref('district__bridge_section_terms') }} as bridge
    inner join {{ ref('district__dim_terms') }} as terms
        on bridge.term_key = terms.term_key
    where terms.term_type = 'summer'
    group by bridge.section_key
),

-- a source that does not say which courses are core has those of the core subjects
marks as (
    select
        grades.student_key,
        grades.school_year,
        grades.grade_points,
        grades.credits_earned,
        grades.is_failing,
        grades.subject in ('english_language_arts', 'mathematics')
        and coalesce(grades.is_core, true) as is_english_or_math,
        coalesce(
            grades.is_core,
            grades.subject in (
                'english_language_arts', 'mathematics', 'science', 'social_studies'
            )
        ) as is_core
    from {{ ref('district__fct_course_grades') }} as grades
    left join sections_in_summer
        on grades.section_key = sections_in_summer.section_key
    where sections_in_summer.section_key is null and grades.school_year is not null
)

select
    student_key,
    school_year,
    count(is_failing) as marks_judged,
    sum(case when is_english_or_math and is_failing then 1 else 0 end)
        as english_or_math_failures,
    sum(case when is_core and is_failing is not null then 1 else 0 end)
        as core_marks_judged,
    sum(case when is_core and is_failing then 1 else 0 end) as core_failures,
    sum(credits_earned) as credits_earned,
    sum(grade_points) as grade_points,
    count(grade_points) as marks_with_points
from marks
group by student_key, school_year
