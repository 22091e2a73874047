-- one row per section
select
    sections.section_id as "sourcedId",
    sections.section_name as title,
    grades.oneroster as grades,
    sections.course_id as "courseSourcedId",
    sections.section_id as "classCode",
    case when sections.period = '0' then 'homeroom' else 'scheduled' end as "classType",
    sections.school_id as "schoolSourcedId",
    sections.term_id as "termSourcedIds",
    subjects.oneroster as subjects,
    courses.sced_code as "subjectCodes",
    sections.period as periods
from active_sections as sections
left join courses on sections.course_id = courses.course_id
left join grade_codes as grades on sections.grade_level = grades.sis
left join subject_codes as subjects on courses.subject = subjects.sis
order by sections.section_id
