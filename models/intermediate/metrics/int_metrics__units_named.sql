-- one row per unit (school or district)
with

districts as (
    select district_key, district_id, district_name
    from {{ ref('district__dim_districts') }}
)

select
    'district' as unit_type,
    district_id as unit_key,
    district_id,
    district_name as unit_name
from districts
union all
select
    'school' as unit_type,
    schools.school_key as unit_key,
    districts.district_id,
    schools.school_name as unit_name
from {{ ref('district__dim_schools') }} as schools
inner join districts
    on schools.district_key = districts.district_key
