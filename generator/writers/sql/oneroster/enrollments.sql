-- one row per section and person in it, teachers first
with

people as (
    select
        school_id,
        section_id,
        educator_id as user_id,
        'teacher' as role,
        begin_date,
        end_date,
        is_primary
    from active_teachers
    union all
    select
        school_id,
        section_id,
        student_id as user_id,
        'student' as role,
        begin_date,
        end_date,
        null as is_primary
    from active_members
)

select
    section_id || '-' || user_id as "sourcedId",
    section_id as "classSourcedId",
    school_id as "schoolSourcedId",
    user_id as "userSourcedId",
    role,
    is_primary as "primary",
    begin_date as "beginDate",
    end_date as "endDate"
from people
order by role desc, section_id, user_id
