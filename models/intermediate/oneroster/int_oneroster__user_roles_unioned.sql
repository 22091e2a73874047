-- one row per user record, role and school; without school where the user has none
with

-- where the manifest is missing, both places are looked at
versions as (
    select district_id, max(value) in ('1.0', '1.1') as has_roles_in_users
    from {{ ref('stg_oneroster__manifest') }}
    where lower(property_name) = 'oneroster.version'
    group by district_id
),

users as (
    select *
    from {{ ref('int_oneroster__users_deduplicated') }}
),

user_orgs as (
    select
        file_key,
        line_number,
        item as org_id
    from {{ split_to_rows('users', ['file_key', 'line_number'], 'org_ids') }}
),

schools as (
    select district_id, org_id as school_id
    from {{ ref('int_oneroster__orgs_deduplicated') }}
    where org_type = 'school'
),

roles as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'role'
),

role_groups as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'role_group'
),

roles_of_users_file as (
    select
        users.file_key,
        users.line_number,
        users.district_id,
        users.role_as_sent,
        'primary' as role_type,
        user_orgs.org_id
    from users
    left join user_orgs
        on users.file_key = user_orgs.file_key
        and users.line_number = user_orgs.line_number
    left join versions
        on users.district_id = versions.district_id
    where
        users.role_as_sent is not null
        and coalesce(versions.has_roles_in_users, true)
),

roles_of_roles_file as (
    select
        users.file_key,
        users.line_number,
        users.district_id,
        user_roles.role_as_sent,
        user_roles.role_type,
        user_roles.org_id
    from users
    inner join {{ ref('int_oneroster__roles_deduplicated') }} as user_roles
        on users.district_id = user_roles.district_id
        and users.user_id = user_roles.user_id
    left join versions
        on users.district_id = versions.district_id
    where
        user_roles.role_as_sent is not null
        and not coalesce(versions.has_roles_in_users, false)
),

roles_of_both_files as (
    select * from roles_of_users_file
    union all
    select * from roles_of_roles_file
),

placed as (
    select
        roles_of_both_files.file_key,
        roles_of_both_files.line_number,
        roles_of_both_files.role_as_sent,
        roles_of_both_files.role_type,
        roles.value as role,
        role_groups.value as role_group,
        schools.school_id
    from roles_of_both_files
    left join schools
        on roles_of_both_files.district_id = schools.district_id
        and roles_of_both_files.org_id = schools.school_id
    left join roles
        on lower(roles_of_both_files.role_as_sent) = roles.source_value
    left join role_groups
        on lower(roles_of_both_files.role_as_sent) = role_groups.source_value
),

numbered as (
    select
        *,
        max(school_id) over (
            partition by file_key, line_number, role_group
        ) as any_school_id,
        -- the same role at several organisations that are not schools, or as primary
        -- and as secondary role
        row_number() over (
            partition by file_key, line_number, lower(role_as_sent), school_id
            order by role_type nulls last, role_as_sent
        ) as copy_number
    from placed
),

-- a role at the district or a department counts only where there is none at a school
final as (
    select
        users.file_key,
        users.line_number,
        users.district_id,
        numbered.school_id,
        users.user_id,
        users.user_number,
        users.first_name,
        users.middle_name,
        users.last_name,
        users.preferred_first_name,
        users.username,
        users.email,
        users.sms,
        users.phone,
        users.grades,
        users.agent_user_ids,
        numbered.role_group,
        numbered.role,
        numbered.role_type,
        numbered.role_as_sent
    from numbered
    inner join users
        on numbered.file_key = users.file_key
        and numbered.line_number = users.line_number
    where
        numbered.copy_number = 1
        and (numbered.school_id is not null or numbered.any_school_id is null)
)

select * from final
