-- one row per day of the school years of which figures tell
with

years as (
    select
        min(school_year) as first_year,
        max(school_year) as last_year
    from {{ ref('district__fct_student_years') }}
    having count(*) > 0
)

select
    {{ explode_days(
        "cast(cast(first_year - 1 as " ~ dbt.type_string() ~ ") || '-07-01' as date)",
        "cast(cast(last_year as " ~ dbt.type_string() ~ ") || '-07-01' as date)",
    ) }} as calendar_date
from years
