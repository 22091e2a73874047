-- one row per district and record of roles.csv in force
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
        district_id,
        sourced_id,
        status,
        user_sourced_id,
        org_sourced_id,
        role,
        lower(role_type) as role_type,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__roles') }}
),

in_force as (
    select
        numbered.district_id,
        numbered.sourced_id as role_id,
        numbered.user_sourced_id as user_id,
        numbered.org_sourced_id as org_id,
        numbered.role as role_as_sent,
        numbered.role_type
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
