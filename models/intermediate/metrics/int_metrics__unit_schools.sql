-- one row per unit (school or district) and school in it
with

schools as (
    select
        schools.school_key,
        districts.district_id
    from {{ ref('district__dim_schools') }} as schools
    inner join {{ ref('district__dim_districts') }} as districts
        on schools.district_key = districts.district_key
),

final as (
    select
        'school' as unit_type,
        school_key as unit_key,
        school_key,
        district_id
    from schools
    union all
    select
        'district' as unit_type,
        district_id as unit_key,
        school_key,
        district_id
    from schools
)

select * from final
