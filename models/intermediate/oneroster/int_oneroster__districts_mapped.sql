-- one row per district
with

orgs as (
    select district_id, org_id, parent_org_id, org_name, org_type
    from {{ ref('int_oneroster__orgs_deduplicated') }}
),

-- a package may hold several districts: the one without a parent names the folder
numbered as (
    select
        district_id,
        case when org_type = 'district' then org_name end as district_name,
        row_number() over (
            partition by district_id
            order by
                case when org_type = 'district' then 1 else 2 end,
                case when parent_org_id is null then 1 else 2 end,
                org_id
        ) as org_number
    from orgs
),

final as (
    select
        'oneroster' as source,
        district_id,
        district_name,
        cast(null as {{ dbt.type_string() }}) as state
    from numbered
    where org_number = 1
)

select * from final
