-- one row per student, educator or contact with a role at a school
with

user_schools as (
    select
        user_id,
        school_id,
        min(user_place) as school_place
    from user_roles
    group by user_id, school_id
),

user_orgs as (
    select
        user_id,
        string_agg(school_id, ',' order by school_place) as school_ids
    from user_schools
    group by user_id
),

main_roles as (
    select
        user_roles.user_id,
        user_roles.school_id,
        user_roles.role,
        user_orgs.school_ids
    from user_roles
    inner join user_orgs on user_roles.user_id = user_orgs.user_id
    where user_roles.user_place = 1
),

student_agents as (
    select
        student_contacts.student_id,
        string_agg(
            student_contacts.contact_id,
            ','
            order by student_contacts.priority, student_contacts.contact_id
        ) as contact_ids
    from student_contacts
    inner join main_roles on student_contacts.contact_id = main_roles.user_id
    group by student_contacts.student_id
),

grade_levels as (
    select
        student_id,
        arg_max(grade_level, is_primary) as grade_level
    from active_spells
    group by student_id
),

people as (
    select
        1 as kind,
        students.student_id as user_id,
        students.email as username,
        '{State:' || students.state_student_id || '}' as user_ids,
        students.first_name,
        students.last_name,
        students.middle_name,
        students.student_number as identifier,
        students.email,
        null as sms,
        null as phone,
        student_agents.contact_ids as agents,
        grades.oneroster as grade,
        students.preferred_first_name
    from students
    inner join grade_levels on students.student_id = grade_levels.student_id
    left join grade_codes as grades on grade_levels.grade_level = grades.sis
    left join student_agents on students.student_id = student_agents.student_id
    union all
    select
        2 as kind,
        educator_id as user_id,
        email as username,
        '{State:' || state_educator_id || '}' as user_ids,
        first_name,
        last_name,
        middle_name,
        educator_id as identifier,
        email,
        null as sms,
        null as phone,
        null as agents,
        null as grade,
        null as preferred_first_name
    from educators
    union all
    select
        3 as kind,
        contact_id as user_id,
        contact_id as username,
        null as user_ids,
        regexp_replace(full_name, ' \S+$', '') as first_name,
        regexp_extract(full_name, '\S+$') as last_name,
        null as middle_name,
        null as identifier,
        email,
        case when lower(phone_type) = 'cell' then phone end as sms,
        case when lower(phone_type) = 'cell' then null else phone end as phone,
        null as agents,
        null as grade,
        null as preferred_first_name
    from contacts
)

select
    people.user_id as "sourcedId",
    true as "enabledUser",
    main_roles.school_ids as "orgSourcedIds",
    main_roles.role,
    coalesce(people.username, people.user_id) as username,
    people.user_ids as "userIds",
    people.first_name as "givenName",
    people.last_name as "familyName",
    people.middle_name as "middleName",
    people.identifier,
    people.email,
    people.sms,
    people.phone,
    people.agents as "agentSourcedIds",
    people.grade as grades,
    people.preferred_first_name as "preferredGivenName",
    main_roles.school_id as "primaryOrgSourcedId"
from people
inner join main_roles on people.user_id = main_roles.user_id
order by people.kind, people.user_id
