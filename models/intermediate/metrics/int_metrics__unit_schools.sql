-- one row per unit (school or district) and school in it
with

schools as (
    select unit_key as school_key, district_id
    from {{ ref('int_metrics__units_named') }}
    where unit_type = 'school'
)

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
