-- one row per district and resource
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
        title,
        roles,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__resources') }}
),

final as (
    select
        'oneroster' as source,
        numbered.district_id,
        numbered.sourced_id as resource_id,
        numbered.title as resource_title,
        numbered.roles
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from final
