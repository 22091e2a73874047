-- one row per student, section and marking period with a grade
{{ config(materialized='view') }}
with

blocked as (
    select district_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'sis'
    group by district_id
),

left_out as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'course_grades'
    union all
    select file_key, line_number
    from {{ ref('int_sis__course_grades_repeated') }}
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_sis__sections_mapped') }}
),

students as (
    {{ keys_of_ids('student') }}
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

grades as (
    select sent.*
    from {{ ref('stg_sis__course_grades') }} as sent
    left join left_out
        on sent.file_key = left_out.file_key
        and sent.line_number = left_out.line_number
    left join blocked
        on sent.district_id = blocked.district_id
    where left_out.file_key is null and blocked.district_id is null
),

conformed as (
    select
        'sis' as source,
        grades.district_id,
        grades.file_key,
        grades.line_number,
        grades.student_id,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        grades.section_id,
        {{ surrogate_key(
            ['sections.district_id', 'sections.school_id', 'sections.section_id']
        ) }} as section_key,
        grades.marking_period,
        upper(grades.letter_grade) as letter_grade,
        grades.numeric_grade,
        grades.credits_attempted,
        grades.credits_earned
    from grades
    left join sections
        on grades.district_id = sections.district_id
        and grades.section_id = sections.section_id
    left join students
        on grades.district_id = students.district_id
        and grades.student_id = students.student_id
    left join shared_ids
        on grades.district_id = shared_ids.district_id
        and sections.school_id = shared_ids.school_id
        and grades.student_id = shared_ids.student_id
)

select * from conformed
