-- one row per enrolment of a known student: can its dates be, was anybody there
with

impossible as (
    select entity_key
    from {{ ref('dq_enrollments__impossible_span') }}
    group by entity_key
),

enrollments as (
    select
        *,
        {{ surrogate_key(['district_id', 'enrollment_id']) }} as enrollment_key
    from {{ ref('int_district__enrollments_conformed') }}
    where student_key is not null and entry_date is not null
),

judged as (
    select
        enrollments.*,
        impossible.entity_key is null as is_plausible,
        min(case when impossible.entity_key is null then 1 else 0 end) over (
            partition by enrollments.student_key
        ) = 1 as is_history_whole
    from enrollments
    left join impossible
        on enrollments.enrollment_key = impossible.entity_key
),

calendar_dates as (
    select
        district_id,
        school_id,
        school_year,
        calendar_date
    from {{ ref('int_district__calendar_dates_conformed') }}
    where is_instructional
),

calendars as (
    select
        district_id,
        school_id,
        school_year
    from calendar_dates
    group by district_id, school_id, school_year
),

events as (
    select
        district_id,
        school_id,
        calendar_date as event_date,
        calendar_date as school_date
    from calendar_dates
    union all
    select
        district_id,
        school_id,
        entry_date as event_date,
        cast(null as date) as school_date
    from judged
    union all
    select
        district_id,
        school_id,
        exit_date as event_date,
        cast(null as date) as school_date
    from judged
    where exit_date is not null
),

dates as (
    select
        district_id,
        school_id,
        event_date,
        max(school_date) as school_date
    from events
    group by district_id, school_id, event_date
),

dates_ahead as (
    select
        district_id,
        school_id,
        event_date,
        min(school_date) over (
            partition by district_id, school_id
            order by event_date
            rows between current row and unbounded following
        ) as next_school_date
    from dates
),

final as (
    select
        judged.source,
        judged.district_id,
        judged.enrollment_id,
        judged.enrollment_key,
        judged.student_id,
        judged.student_key,
        judged.school_id,
        judged.school_key,
        judged.entry_code,
        judged.exit_code,
        judged.enrollment_status,
        judged.school_year,
        judged.grade_number,
        judged.is_primary,
        judged.is_plausible,
        judged.is_history_whole,
        coalesce(
            judged.enrollment_status = 'no_show'
            or judged.exit_date <= judged.entry_date
            or (
                calendars.school_id is not null
                and coalesce(
                    entries.next_school_date >= judged.exit_date,
                    entries.next_school_date is null
                )
            ),
            false
        ) as is_never_attended,
        judged.entry_date,
        judged.exit_date,
        coalesce(judged.exit_date, cast('9999-12-31' as date)) as until_date,
        exits.next_school_date as school_date_after_exit
    from judged
    left join calendars
        on judged.district_id = calendars.district_id
        and judged.school_id = calendars.school_id
        and judged.school_year = calendars.school_year
    left join dates_ahead as entries
        on judged.district_id = entries.district_id
        and judged.school_id = entries.school_id
        and judged.entry_date = entries.event_date
    left join dates_ahead as exits
        on judged.district_id = exits.district_id
        and judged.school_id = exits.school_id
        and judged.exit_date = exits.event_date
)

select * from final
