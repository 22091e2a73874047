-- one row per school and stage: days of attendance with a status, and those attended
with

schools as (
    select
        source,
        district_id,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key
    from {{ ref('int_district__schools_conformed') }}
),

facts as (
    select
        schools.source,
        schools.district_id,
        schools.school_key,
        facts.attendance_status,
        facts.is_excluded
    from {{ ref('district__fct_attendance_daily') }} as facts
    inner join schools
        on facts.school_key = schools.school_key
),

-- received: as it came; valid: one record of a day; published: days that can be
days as (
    select
        'received' as stage,
        source,
        district_id,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        attendance_status
    from {{ ref('int_district__attendance_daily_conformed') }}
    union all
    select
        'valid' as stage,
        source,
        district_id,
        school_key,
        attendance_status
    from facts
    union all
    select
        'published' as stage,
        source,
        district_id,
        school_key,
        attendance_status
    from facts
    where not is_excluded
),

counted as (
    select
        stage,
        source,
        district_id,
        school_key,
        sum(case when attendance_status = 'absent' then 0 else 1 end) as attended_days,
        count(*) as recorded_days
    from days
    where attendance_status is not null
    group by stage, source, district_id, school_key
)

select * from counted
