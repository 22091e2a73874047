-- one row per staff member and school; who teaches there stands in teachers.csv
with

posts as (
    select
        school_staff.school_id,
        school_staff.educator_id,
        positions.clever as title,
        positions.department,
        row_number() over (
            partition by school_staff.school_id, school_staff.educator_id
            order by school_staff.fte desc, school_staff.position asc
        ) as post_number
    from school_staff
    left join position_codes as positions on school_staff.position = positions.sis
    where
        (school_staff.school_id, school_staff.educator_id) not in (
            select
                teaching.school_id,
                teaching.educator_id
            from school_staff as teaching
            where teaching.position = 'teacher'
        )
)

select
    posts.school_id as "School_id",
    educators.educator_id as "Staff_id",
    educators.email as "Staff_email",
    educators.first_name as "First_name",
    educators.last_name as "Last_name",
    posts.department as "Department",
    posts.title as "Title",
    posts.title as "Role"
from posts
inner join educators on posts.educator_id = educators.educator_id
where posts.post_number = 1
order by posts.school_id, educators.educator_id
