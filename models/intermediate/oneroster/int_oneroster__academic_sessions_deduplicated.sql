-- one row per district and academic session in force
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

term_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'term_type'
),

numbered as (
    select
        district_id,
        sourced_id,
        status,
        title,
        lower(type) as type_as_sent,
        parent_sourced_id,
        school_year,
        start_date,
        end_date,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__academic_sessions') }}
),

in_force as (
    select
        numbered.district_id,
        numbered.sourced_id as session_id,
        numbered.parent_sourced_id as parent_session_id,
        numbered.title as session_name,
        term_types.value as session_type,
        numbered.school_year,
        numbered.start_date,
        numbered.end_date
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    left join term_types
        on numbered.type_as_sent = term_types.source_value
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
