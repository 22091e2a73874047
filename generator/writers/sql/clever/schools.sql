-- one row per school
with

principals as (
    select
        school_staff.school_id,
        educators.first_name || ' ' || educators.last_name as full_name,
        educators.email,
        row_number() over (
            partition by school_staff.school_id
            order by school_staff.fte desc, school_staff.educator_id asc
        ) as principal_number
    from school_staff
    inner join educators on school_staff.educator_id = educators.educator_id
    where school_staff.position = 'principal'
)

select
    schools.school_id as "School_id",
    schools.school_name as "School_name",
    schools.school_number as "School_number",
    schools.state_school_id as "State_id",
    low_grades.clever as "Low_grade",
    high_grades.clever as "High_grade",
    principals.full_name as "Principal",
    principals.email as "Principal_email",
    schools.street as "School_address",
    schools.city as "School_city",
    schools.state as "School_state",
    schools.zip as "School_zip",
    schools.phone as "School_phone"
from active_schools as schools
left join grade_codes as low_grades on schools.low_grade = low_grades.sis
left join grade_codes as high_grades on schools.high_grade = high_grades.sis
left join principals
    on schools.school_id = principals.school_id and principals.principal_number = 1
order by schools.school_id
