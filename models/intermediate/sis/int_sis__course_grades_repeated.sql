{{ config(materialized='table') }}

-- one row per record of a grade whose key stands on an earlier line
with

outdated as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'course_grades'
),

grades as (
    select
        grades.district_id,
        grades.student_id,
        grades.section_id,
        grades.marking_period,
        grades.file_key,
        grades.line_number
    from {{ ref('stg_sis__course_grades') }} as grades
    left join outdated
        on grades.file_key = outdated.file_key
        and grades.line_number = outdated.line_number
    where outdated.file_key is null
),

repeated_keys as (
    select district_id, student_id, section_id, marking_period
    from grades
    group by district_id, student_id, section_id, marking_period
    having count(*) > 1
),

ranked_grades as (
    select
        grades.file_key,
        grades.line_number,
        row_number() over (
            partition by
                grades.district_id,
                grades.student_id,
                grades.section_id,
                grades.marking_period
            order by grades.line_number, grades.file_key
        ) as grade_line
    from grades
    inner join repeated_keys
        on grades.district_id = repeated_keys.district_id
        and grades.student_id = repeated_keys.student_id
        and grades.section_id = repeated_keys.section_id
        and grades.marking_period = repeated_keys.marking_period
)

select
    file_key,
    line_number
from ranked_grades
where grade_line > 1
