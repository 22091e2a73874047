-- one row per teacher and school
select
    school_staff.school_id as "School_id",
    educators.educator_id as "Teacher_id",
    educators.educator_id as "Teacher_number",
    educators.state_educator_id as "State_teacher_id",
    educators.email as "Teacher_email",
    educators.first_name as "First_name",
    educators.middle_name as "Middle_name",
    educators.last_name as "Last_name",
    'Teacher' as "Title"
from school_staff
inner join educators on school_staff.educator_id = educators.educator_id
where school_staff.position = 'teacher'
order by school_staff.school_id, educators.educator_id
