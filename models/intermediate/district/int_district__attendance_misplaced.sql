-- one row per file, student, school and day with attendance that cannot belong there
with

attendance as (
    select source, district_id, file_key, school_id, student_id, attendance_date
    from {{ ref('int_district__attendance_daily_conformed') }}
),

calendar_dates as (
    select district_id, school_id, is_instructional, calendar_date
    from {{ ref('int_district__calendar_dates_conformed') }}
),

calendar_years as (
    select district_id, school_id, first_date, last_date
    from {{ ref('int_district__calendar_years') }}
),

days_of_calendars as (
    select
        district_id,
        school_id,
        {{ explode_days('first_date', dbt.dateadd('day', 1, 'last_date')) }}
            as calendar_date
    from calendar_years
),

-- weekends are in few calendars: a day that is not there is one without school
closed_days as (
    select
        days_of_calendars.district_id,
        days_of_calendars.school_id,
        days_of_calendars.calendar_date
    from days_of_calendars
    left join calendar_dates
        on days_of_calendars.district_id = calendar_dates.district_id
        and days_of_calendars.school_id = calendar_dates.school_id
        and days_of_calendars.calendar_date = calendar_dates.calendar_date
        and calendar_dates.is_instructional
    where calendar_dates.school_id is null
    group by
        days_of_calendars.district_id,
        days_of_calendars.school_id,
        days_of_calendars.calendar_date
),

spells as (
    select district_id, school_id, student_id, is_plausible, entry_date, exit_date
    from {{ ref('int_district__enrollments_dated') }}
),

districts_with_spells as (
    select district_id
    from spells
    group by district_id
),

-- the only step over all rows: what fits neither join goes on
suspects as (
    select
        attendance.*,
        closed_days.school_id is not null as is_closed_day,
        spells.student_id is null as is_outside_spells
    from attendance
    left join closed_days
        on attendance.district_id = closed_days.district_id
        and attendance.school_id = closed_days.school_id
        and attendance.attendance_date = closed_days.calendar_date
    left join districts_with_spells
        on attendance.district_id = districts_with_spells.district_id
    left join spells
        on attendance.district_id = spells.district_id
        and attendance.student_id = spells.student_id
        and attendance.school_id = spells.school_id
        and attendance.attendance_date >= spells.entry_date
        and attendance.attendance_date < coalesce(spells.exit_date, date '9999-12-31')
    where
        closed_days.school_id is not null
        or (
            districts_with_spells.district_id is not null
            and spells.student_id is null
        )
),

-- whoever or whatever the roster does not know is a finding of ATT-009
schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

students as (
    select district_id, student_id
    from {{ ref('int_district__students_keyed') }}
    group by district_id, student_id
),

-- an enrolment at an unknown school may be meant for any
doubtful_spells as (
    select
        spells.district_id,
        spells.student_id,
        case when schools.school_id is not null then spells.school_id end as school_id
    from spells
    left join schools
        on spells.district_id = schools.district_id
        and spells.school_id = schools.school_id
    where not spells.is_plausible
    group by
        spells.district_id,
        spells.student_id,
        case when schools.school_id is not null then spells.school_id end
),

rules as (
    select rule_id, action
    from {{ ref('dq_rules') }}
    where rule_id = 'ATT-002'
),

misplaced as (
    select
        rules.rule_id,
        suspects.source,
        suspects.district_id,
        suspects.file_key,
        suspects.school_id,
        suspects.student_id,
        case
            when suspects.is_closed_day then 'a day without school'
            else 'a day outside every enrolment'
        end as reason,
        rules.action = 'exclude' as is_excluded,
        suspects.attendance_date
    from suspects
    cross join rules
    inner join schools
        on suspects.district_id = schools.district_id
        and suspects.school_id = schools.school_id
    inner join students
        on suspects.district_id = students.district_id
        and suspects.student_id = students.student_id
    left join doubtful_spells
        on suspects.district_id = doubtful_spells.district_id
        and suspects.student_id = doubtful_spells.student_id
        and suspects.school_id
        = coalesce(doubtful_spells.school_id, suspects.school_id)
    where
        suspects.is_closed_day
        or (suspects.is_outside_spells and doubtful_spells.student_id is null)
    group by
        rules.rule_id,
        rules.action,
        suspects.source,
        suspects.district_id,
        suspects.file_key,
        suspects.school_id,
        suspects.student_id,
        suspects.is_closed_day,
        suspects.attendance_date
)

select * from misplaced
