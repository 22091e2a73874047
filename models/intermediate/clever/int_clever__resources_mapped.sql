-- one row per district and resource
with

resources as (
    select file_key, line_number, district_id, resource_id, title, roles
    from {{ ref('stg_clever__resources') }}
),

-- lines of one resource that differ: the first one counts
ranked_resources as (
    select
        resources.*,
        row_number() over (
            partition by district_id, resource_id
            order by line_number, file_key
        ) as resource_line
    from resources
),

final as (
    select
        'clever' as source,
        district_id,
        resource_id,
        title as resource_title,
        roles
    from ranked_resources
    where resource_line = 1
)

select * from final
