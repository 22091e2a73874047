-- one row per user, school and role, in the words of the version written; who has no
-- role that OneRoster knows is no user. The first role at a school is the primary one
with

staff_posts as (
    select
        school_staff.educator_id,
        school_staff.school_id,
        case
            when context.version = '1.1' then positions.oneroster_11
            else positions.oneroster_12
        end as role,
        school_staff.position,
        school_staff.fte
    from school_staff
    left join position_codes as positions on school_staff.position = positions.sis
    cross join context
),

-- two posts at a school may have one word
staff_roles as (
    select
        educator_id as user_id,
        school_id,
        role,
        bool_and(position <> 'teacher') as is_other_post,
        sum(fte) as fte
    from staff_posts
    group by educator_id, school_id, role
),

contact_roles as (
    select
        student_contacts.contact_id as user_id,
        active_spells.school_id,
        min(relationships.oneroster) as role
    from student_contacts
    inner join contacts on student_contacts.contact_id = contacts.contact_id
    inner join active_spells on student_contacts.student_id = active_spells.student_id
    left join relationship_codes as relationships
        on student_contacts.relationship = relationships.sis
    group by student_contacts.contact_id, active_spells.school_id
),

roles as (
    select
        user_id,
        school_id,
        role,
        is_other_post,
        fte
    from staff_roles
    union all
    select
        student_id as user_id,
        school_id,
        'student' as role,
        not is_primary as is_other_post,
        0 as fte
    from active_spells
    union all
    select
        user_id,
        school_id,
        role,
        false as is_other_post,
        0 as fte
    from contact_roles
)

select
    roles.*,
    row_number() over (
        partition by roles.user_id, roles.school_id
        order by roles.is_other_post, roles.fte desc, roles.role
    ) as role_place,
    row_number() over (
        partition by roles.user_id
        order by roles.is_other_post, roles.fte desc, roles.school_id, roles.role
    ) as user_place
from roles
inner join active_schools on roles.school_id = active_schools.school_id
where roles.role is not null
