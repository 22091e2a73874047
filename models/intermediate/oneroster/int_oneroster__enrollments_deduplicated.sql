-- one row per district and enrolment record in force
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

roles as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'role'
),

numbered as (
    select
        district_id,
        sourced_id,
        status,
        class_sourced_id,
        school_sourced_id,
        user_sourced_id,
        lower(role) as role_as_sent,
        "primary" as is_primary,
        begin_date,
        end_date,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__enrollments') }}
),

in_force as (
    select
        numbered.district_id,
        numbered.sourced_id as enrollment_id,
        numbered.school_sourced_id as school_id,
        numbered.class_sourced_id as section_id,
        numbered.user_sourced_id as user_id,
        roles.value as role,
        numbered.is_primary,
        numbered.begin_date,
        numbered.end_date
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    left join roles
        on numbered.role_as_sent = roles.source_value
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
