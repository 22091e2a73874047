-- one row per school, school year and day, from the first of its calendar to the day
-- after the last
with

calendar_dates as (
    select school_key, school_year, is_instructional, calendar_date
    from {{ ref('district__dim_calendar_dates') }}
    where school_year is not null
),

calendars as (
    select
        school_key,
        school_year,
        min(calendar_date) as first_date,
        max(calendar_date) as last_date
    from calendar_dates
    group by school_key, school_year
),

days as (
    select
        school_key,
        school_year,
        {{ explode_days('first_date', dbt.dateadd('day', 2, 'last_date')) }}
            as calendar_date
    from calendars
),

final as (
    select
        days.school_key,
        days.school_year,
        coalesce(
            sum(case when calendar_dates.is_instructional then 1 else 0 end) over (
                partition by days.school_key, days.school_year
                order by days.calendar_date
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as school_days_before,
        days.calendar_date
    from days
    left join calendar_dates
        on days.school_key = calendar_dates.school_key
        and days.school_year = calendar_dates.school_year
        and days.calendar_date = calendar_dates.calendar_date
)

select * from final
