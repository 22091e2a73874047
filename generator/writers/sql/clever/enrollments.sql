-- one row per section and student
select
    school_id as "School_id",
    section_id as "Section_id",
    student_id as "Student_id"
from active_members
order by school_id, section_id, student_id
