-- one row per enrolment of a student at a school, its dates in order
with

enrollments as (
    select
        student_key,
        source,
        district_id,
        enrollment_id,
        student_id,
        school_id,
        school_year,
        grade_number,
        is_primary,
        is_school_known,
        least(entry_date, coalesce(exit_date, entry_date)) as entry_date,
        case when exit_date is not null then greatest(entry_date, exit_date) end
            as exit_date
    from {{ ref('int_district__enrollments_conformed') }}
    where enrollment_status <> 'no_show' and entry_date is not null
),

calendars as (
    select district_id, school_id, school_year, first_date, last_date
    from {{ ref('int_district__calendar_years') }}
),

dated as (
    select
        enrollments.student_key,
        enrollments.source,
        enrollments.district_id,
        enrollments.enrollment_id,
        enrollments.student_id,
        enrollments.school_id,
        enrollments.school_year,
        enrollments.grade_number,
        enrollments.is_primary,
        -- a year without a calendar says nothing about dates
        enrollments.is_school_known
        and coalesce(
            enrollments.entry_date <= calendars.last_date
            and coalesce(enrollments.exit_date > calendars.first_date, true),
            true
        ) as is_plausible,
        enrollments.entry_date,
        enrollments.exit_date
    from enrollments
    left join calendars
        on enrollments.district_id = calendars.district_id
        and enrollments.school_id = calendars.school_id
        and enrollments.school_year = calendars.school_year
)

select * from dated
