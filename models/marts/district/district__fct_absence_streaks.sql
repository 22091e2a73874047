-- one row per student, school and run of school days absent without a day between
with

last_days as (
    select
        school_key,
        school_year,
        max(attendance_date) as last_date
    from {{ ref('int_district__attendance_days_valued') }}
    where is_absent is not null
    group by school_key, school_year
),

absences as (
    select
        days.student_key,
        days.school_key,
        days.school_year,
        case days.attendance_category
            when 'absent_excused' then 'excused'
            when 'absent_unexcused' then 'unexcused'
            else 'unstated'
        end as absence_kind,
        days.attendance_date,
        calendar.school_days_before
    from {{ ref('int_district__attendance_days_valued') }} as days
    inner join {{ ref('int_district__school_days_numbered') }} as calendar
        on days.school_key = calendar.school_key
        and days.school_year = calendar.school_year
        and days.attendance_date = calendar.calendar_date
    inner join {{ ref('district__dim_calendar_dates') }} as dates
        on days.school_key = dates.school_key
        and days.attendance_date = dates.calendar_date
        and dates.is_instructional
    where days.is_absent
),

-- on days of school that follow each other, number less place is the same
islands as (
    select
        absences.*,
        school_days_before - row_number() over (
            partition by student_key, school_key, school_year, absence_kind
            order by attendance_date
        ) as island
    from absences
),

streaks as (
    select
        student_key,
        school_key,
        school_year,
        absence_kind,
        count(*) as school_days,
        min(attendance_date) as first_date,
        max(attendance_date) as last_date
    from islands
    group by student_key, school_key, school_year, absence_kind, island
),

final as (
    select
        streaks.student_key,
        streaks.school_key,
        streaks.absence_kind,
        cast(streaks.school_year as integer) as school_year,
        cast(streaks.school_days as integer) as school_days,
        streaks.last_date = last_days.last_date as is_current,
        streaks.first_date,
        streaks.last_date
    from streaks
    inner join last_days
        on streaks.school_key = last_days.school_key
        and streaks.school_year = last_days.school_year
)

select * from final
