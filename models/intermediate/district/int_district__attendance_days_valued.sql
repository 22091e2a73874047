{{ config(materialized='view') }}

-- one row per student, school and day of daily attendance that counts
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

policy as (
    select
        {{ membership_policy('absent_share_threshold', 'decimal(18, 6)') }}
            as absent_share_threshold
),

days as (
    select
        facts.student_key,
        facts.school_key,
        facts.attendance_category,
        {{ school_year_of('facts.attendance_date') }} as school_year,
        {{ absent_share_of('facts.attendance_status', 'facts.absent_share') }}
            as absent_share,
        facts.attendance_date
    from {{ ref('district__fct_attendance_daily') }} as facts
    inner join as_of
        on facts.attendance_date <= as_of.as_of_date
    where not facts.is_excluded and facts.student_key is not null
),

final as (
    select
        days.student_key,
        days.school_key,
        days.attendance_category,
        days.school_year,
        days.absent_share,
        days.absent_share >= policy.absent_share_threshold as is_absent,
        days.attendance_date
    from days
    cross join policy
)

select * from final
