-- one row per district
with

final as (
    select
        {{ surrogate_key(['district_id']) }} as district_key,
        district_id,
        district_name,
        state
    from {{ ref('int_district__districts_conformed') }}
)

select * from final
