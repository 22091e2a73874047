-- Share of daily records that are present or tardy, by school and weekday (1 = Monday).
-- For: school leaders. Days without a record count neither way.
with

attendance as (
    select
        school_key,
        attendance_status,
        {{ dbt.datediff(
            dbt.date_trunc('week', 'attendance_date'), 'attendance_date', 'day'
        ) }} + 1 as weekday
    from {{ ref('district__fct_attendance_daily') }}
    where attendance_status is not null
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
),

final as (
    select
        schools.school_name,
        attendance.weekday,
        count(*) as recorded_days,
        cast(
            sum(case when attendance.attendance_status = 'absent' then 0 else 1 end)
            as decimal(18, 4)
        ) / count(*) as attendance_rate
    from attendance
    inner join schools
        on attendance.school_key = schools.school_key
    group by schools.school_name, attendance.weekday
)

select * from final
order by school_name, weekday
