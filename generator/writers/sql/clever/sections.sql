-- one row per section, with up to ten teachers
with

section_teachers as (
    select
        section_id,
        list(educator_id order by teacher_place) as educator_ids
    from active_teachers
    group by section_id
)

select
    sections.school_id as "School_id",
    sections.section_id as "Section_id",
    section_teachers.educator_ids[1] as "Teacher_id",
    section_teachers.educator_ids[2] as "Teacher_2_id",
    section_teachers.educator_ids[3] as "Teacher_3_id",
    section_teachers.educator_ids[4] as "Teacher_4_id",
    section_teachers.educator_ids[5] as "Teacher_5_id",
    section_teachers.educator_ids[6] as "Teacher_6_id",
    section_teachers.educator_ids[7] as "Teacher_7_id",
    section_teachers.educator_ids[8] as "Teacher_8_id",
    section_teachers.educator_ids[9] as "Teacher_9_id",
    section_teachers.educator_ids[10] as "Teacher_10_id",
    sections.section_name as "Name",
    sections.section_id as "Section_number",
    grades.clever as "Grade",
    courses.course_title as "Course_name",
    courses.course_id as "Course_number",
    sections.period as "Period",
    subjects.clever as "Subject",
    sections.term_name as "Term_name",
    strftime(sections.start_date, '%m/%d/%Y') as "Term_start",
    strftime(sections.end_date - interval 1 day, '%m/%d/%Y') as "Term_end"
from active_sections as sections
left join section_teachers on sections.section_id = section_teachers.section_id
left join courses on sections.course_id = courses.course_id
left join grade_codes as grades on sections.grade_level = grades.sis
left join subject_codes as subjects on courses.subject = subjects.sis
order by sections.school_id, sections.section_id
