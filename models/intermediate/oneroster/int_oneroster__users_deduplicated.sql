-- one row per district, user and name in force
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

numbered as (
    select
        file_key,
        line_number,
        district_id,
        sourced_id,
        status,
        org_sourced_ids,
        role,
        username,
        given_name,
        family_name,
        middle_name,
        identifier,
        email,
        sms,
        phone,
        agent_sourced_ids,
        grades,
        preferred_given_name,
        -- a package beside an older one, or a record exported twice with a change; the
        -- name is in the key because a re-used id must not merge two persons
        row_number() over (
            partition by district_id, sourced_id, given_name, middle_name, family_name
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__users') }}
),

in_force as (
    select
        numbered.file_key,
        numbered.line_number,
        numbered.district_id,
        numbered.sourced_id as user_id,
        numbered.org_sourced_ids as org_ids,
        numbered.role as role_as_sent,
        numbered.username,
        numbered.given_name as first_name,
        numbered.middle_name,
        numbered.family_name as last_name,
        numbered.preferred_given_name as preferred_first_name,
        numbered.identifier as user_number,
        numbered.email,
        numbered.sms,
        numbered.phone,
        numbered.agent_sourced_ids as agent_user_ids,
        numbered.grades
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
