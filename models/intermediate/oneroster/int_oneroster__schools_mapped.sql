-- one row per district and school
with

orgs as (
    select district_id, org_id, org_name, org_number, low_grade, high_grade
    from {{ ref('int_oneroster__orgs_deduplicated') }}
    where org_type = 'school'
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'grade_level'
),

final as (
    select
        'oneroster' as source,
        orgs.district_id,
        orgs.org_id as school_id,
        orgs.org_name as school_name,
        orgs.org_number as school_number,
        cast(null as {{ dbt.type_string() }}) as state_school_id,
        cast(null as {{ dbt.type_string() }}) as school_level,
        cast(null as {{ dbt.type_string() }}) as school_type,
        low_grades.value as low_grade,
        high_grades.value as high_grade,
        cast(null as {{ dbt.type_string() }}) as principal_name,
        cast(null as {{ dbt.type_string() }}) as principal_email,
        cast(null as {{ dbt.type_string() }}) as street,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as state,
        cast(null as {{ dbt.type_string() }}) as zip,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as date) as open_date,
        cast(null as date) as close_date
    from orgs
    left join grade_levels as low_grades
        on lower(orgs.low_grade) = low_grades.source_value
    left join grade_levels as high_grades
        on lower(orgs.high_grade) = high_grades.source_value
)

select * from final
