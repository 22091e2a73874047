-- one row per section and student who is in it on the as-of date
with

roster_students as (
    select student_id
    from active_spells
    group by student_id
)

select
    active_sections.school_id,
    active_sections.section_id,
    section_enrollments.student_id,
    min(section_enrollments.begin_date) as begin_date,
    max(section_enrollments.end_date) as end_date
from section_enrollments
inner join active_sections
    on section_enrollments.section_id = active_sections.section_id
inner join roster_students
    on section_enrollments.student_id = roster_students.student_id
cross join context
where
    section_enrollments.begin_date <= context.as_of
    and coalesce(section_enrollments.end_date > context.as_of, true)
group by
    active_sections.school_id,
    active_sections.section_id,
    section_enrollments.student_id
