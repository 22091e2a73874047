-- one row per school and day of its calendar
with

day_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'day_type'
),

-- lines of one day that differ: the first one counts
ranked_dates as (
    select
        district_id,
        school_id,
        school_year,
        day_type,
        calendar_date,
        row_number() over (
            partition by district_id, school_id, calendar_date
            order by line_number, file_key
        ) as date_line
    from {{ ref('stg_sis__calendars') }}
    where is_in_force
),

-- a school year is July to June and is named by the year in which it ends
final as (
    select
        'sis' as source,
        dates.district_id,
        dates.school_id,
        coalesce(
            dates.school_year,
            cast(
                extract(year from dates.calendar_date)
                + case
                    when extract(month from dates.calendar_date) >= 7 then 1 else 0
                end
                as {{ dbt.type_int() }}
            )
        ) as school_year,
        coalesce(day_types.value in ('instructional', 'makeup'), false)
            as is_instructional,
        dates.calendar_date
    from ranked_dates as dates
    left join day_types
        on lower(dates.day_type) = day_types.source_value
    where dates.date_line = 1
)

select * from final
