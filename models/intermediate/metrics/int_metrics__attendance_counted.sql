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
        facts.absent_share,
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
        attendance_status,
        absent_share
    from {{ ref('int_district__attendance_daily_conformed') }}
    union all
    select
        'valid' as stage,
        source,
        district_id,
        school_key,
        attendance_status,
        absent_share
    from facts
    union all
    select
        'published' as stage,
        source,
        district_id,
        school_key,
        attendance_status,
        absent_share
    from facts
    where not is_excluded
),

policy as (
    select
        {{ membership_policy('absent_share_threshold', 'decimal(18, 6)') }}
            as absent_share_threshold
),

counted as (
    select
        days.stage,
        days.source,
        days.district_id,
        days.school_key,
        sum(
            case
                when
                    {{ absent_share_of('days.attendance_status', 'days.absent_share') }}
                    >= policy.absent_share_threshold
                    then 0
                else 1
            end
        ) as attended_days,
        count(*) as recorded_days
    from days
    cross join policy
    where days.attendance_status is not null
    group by days.stage, days.source, days.district_id, days.school_key
)

select * from counted
