-- one row per resource
with

final as (
    select
        {{ surrogate_key(['district_id', 'resource_id']) }} as resource_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        resource_id,
        resource_title,
        roles
    from {{ ref('int_district__resources_conformed') }}
)

select * from final
