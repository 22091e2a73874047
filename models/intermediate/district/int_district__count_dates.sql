-- one row per district and school year whose count day has come
with

as_of_date as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

years as (
    select
        source,
        district_id,
        school_year,
        cast(
            cast(school_year - 1 as {{ dbt.type_string() }})
            || '-{{ var("count_day") }}' as date
        ) as count_date
    from {{ ref('int_district__enrollments_conformed') }}
    where school_year is not null
    group by source, district_id, school_year
),

count_dates as (
    select
        years.source,
        years.district_id,
        years.school_year,
        years.school_year >= {{ school_year_of('as_of_date.as_of_date') }}
            as is_latest_year,
        years.count_date
    from years
    cross join as_of_date
    where years.count_date <= as_of_date.as_of_date
)

select * from count_dates
