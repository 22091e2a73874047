-- one row per district and school
with

orgs as (
    select district_id, org_id, org_name, org_number
    from {{ ref('int_oneroster__orgs_deduplicated') }}
    where org_type = 'school'
),

final as (
    select
        'oneroster' as source,
        district_id,
        org_id as school_id,
        org_name as school_name,
        org_number as school_number,
        cast(null as {{ dbt.type_string() }}) as state_school_id,
        cast(null as {{ dbt.type_string() }}) as low_grade,
        cast(null as {{ dbt.type_string() }}) as high_grade,
        cast(null as {{ dbt.type_string() }}) as principal_name,
        cast(null as {{ dbt.type_string() }}) as principal_email,
        cast(null as {{ dbt.type_string() }}) as street,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as state,
        cast(null as {{ dbt.type_string() }}) as zip,
        cast(null as {{ dbt.type_string() }}) as phone
    from orgs
)

select * from final
