-- one row per course that a section of the as-of date teaches
with

course_grades as (
    select
        active_sections.course_id,
        grades.oneroster as grade,
        grades.place
    from active_sections
    left join grade_codes as grades on active_sections.grade_level = grades.sis
    group by active_sections.course_id, grades.oneroster, grades.place
),

grade_lists as (
    select
        course_id,
        string_agg(grade, ',' order by place) as grades
    from course_grades
    group by course_id
)

select
    courses.course_id as "sourcedId",
    context.year_session_id as "schoolYearSourcedId",
    courses.course_title as title,
    courses.course_id as "courseCode",
    grade_lists.grades,
    context.district_id as "orgSourcedId",
    subjects.oneroster as subjects,
    courses.sced_code as "subjectCodes"
from courses
inner join grade_lists on courses.course_id = grade_lists.course_id
left join subject_codes as subjects on courses.subject = subjects.sis
cross join context
order by courses.course_id
