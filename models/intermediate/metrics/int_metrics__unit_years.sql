-- one row per unit (district or school) and school year: the last day that figures tell of
with

years as (
    select district_id, school_id, school_year, last_date
    from {{ ref('int_district__calendar_years') }}
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

placed as (
    select
        'district' as unit_type,
        district_id as unit_key,
        school_year,
        last_date
    from years
    union all
    select
        'school' as unit_type,
        {{ surrogate_key(['district_id', 'school_id']) }} as unit_key,
        school_year,
        last_date
    from years
),

final as (
    select
        placed.unit_type,
        placed.unit_key,
        placed.school_year,
        least(max(placed.last_date), max(as_of.as_of_date)) as period_end_date
    from placed
    cross join as_of
    group by placed.unit_type, placed.unit_key, placed.school_year
)

select * from final
