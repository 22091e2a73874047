-- one row per district, school, student and contact
with

user_agents as (
    select
        district_id,
        user_id,
        item as agent_user_id
    from
        {{ split_to_rows(
            ref('int_oneroster__users_deduplicated'),
            ['district_id', 'user_id'],
            'agent_user_ids'
        ) }}
),

-- a student names the parents, a parent the children: either way counts, and once
pairs as (
    select district_id, user_id as student_id, agent_user_id as contact_id
    from user_agents
    union distinct
    select district_id, agent_user_id as student_id, user_id as contact_id
    from user_agents
),

students as (
    select
        district_id,
        school_id,
        user_id as student_id,
        -- two persons under one id at one school have the same contacts
        row_number() over (
            partition by district_id, school_id, user_id
            order by file_key, line_number
        ) as record_number
    from {{ ref('int_oneroster__user_roles_unioned') }}
    where role_group = 'student'
),

contacts as (
    select
        district_id,
        user_id as contact_id,
        nullif(
            trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''
        ) as full_name,
        role_as_sent,
        coalesce(sms, phone) as phone,
        case when sms is not null then 'cell' end as phone_type,
        email,
        -- roles at several schools, or several roles: the primary one
        row_number() over (
            partition by file_key, line_number
            order by role_type nulls last, role, role_as_sent, school_id
        ) as role_number
    from {{ ref('int_oneroster__user_roles_unioned') }}
    where role_group = 'contact'
),

relationships as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'contact_relationship'
),

contact_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'contact_type'
),

final as (
    select
        'oneroster' as source,
        students.district_id,
        students.school_id,
        students.student_id,
        contacts.contact_id,
        contacts.full_name,
        relationships.value as relationship,
        contacts.role_as_sent as relationship_as_sent,
        contact_types.value as contact_type,
        contacts.phone,
        contacts.phone_type,
        contacts.email
    from pairs
    inner join students
        on pairs.district_id = students.district_id
        and pairs.student_id = students.student_id
        and students.record_number = 1
    inner join contacts
        on pairs.district_id = contacts.district_id
        and pairs.contact_id = contacts.contact_id
        and contacts.role_number = 1
    left join relationships
        on lower(contacts.role_as_sent) = relationships.source_value
    left join contact_types
        on lower(contacts.role_as_sent) = contact_types.source_value
)

select * from final
