-- one row per district and organisation in force
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

org_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'org_type'
),

numbered as (
    select
        district_id,
        sourced_id,
        status,
        name,
        lower(type) as type_as_sent,
        identifier,
        parent_sourced_id,
        low_grade,
        high_grade,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__orgs') }}
),

in_force as (
    select
        numbered.district_id,
        numbered.sourced_id as org_id,
        numbered.parent_sourced_id as parent_org_id,
        numbered.name as org_name,
        numbered.identifier as org_number,
        org_types.value as org_type,
        numbered.low_grade,
        numbered.high_grade
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    left join org_types
        on numbered.type_as_sent = org_types.source_value
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
