-- one row per school; nothing here counts or names a person other than the school
select
    district_key,
    school_key,
    school_name,
    low_grade,
    high_grade,
    city,
    state
from {{ ref('district__dim_schools') }}
