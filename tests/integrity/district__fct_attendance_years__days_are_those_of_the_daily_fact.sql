-- What: a year that is counted from days has as many days as the daily fact has of the
--   student at the school, less those that metrics skip; no other day is lost.
-- Why it matters: every rate of attendance stands on these sums; a join that repeats or
--   loses rows changes chronic absence and no test of a single row sees it.
-- How to fix: compare int_district__attendance_days_valued with the fact for the
--   student, school and year; then look at the choice between days and yearly sums.
with

days as (
    select
        facts.student_key,
        facts.school_key,
        {{ school_year_of('facts.attendance_date') }} as school_year,
        count(*) as days_recorded
    from {{ ref('district__fct_attendance_daily') }} as facts
    inner join {{ ref('int_district__as_of_date') }} as as_of
        on facts.attendance_date <= as_of.as_of_date
    inner join {{ ref('district__dim_students') }} as students
        on facts.student_key = students.student_key
    inner join {{ ref('district__dim_schools') }} as schools
        on facts.school_key = schools.school_key
    where not facts.is_excluded
    group by
        facts.student_key,
        facts.school_key,
        {{ school_year_of('facts.attendance_date') }}
),

years as (
    select
        student_key,
        school_key,
        school_year,
        counted_from,
        days_enrolled
    from {{ ref('district__fct_attendance_years') }}
),

compared as (
    select
        coalesce(days.student_key, years.student_key) as student_key,
        coalesce(days.school_key, years.school_key) as school_key,
        coalesce(days.school_year, years.school_year) as school_year,
        days.days_recorded,
        years.counted_from,
        years.days_enrolled
    from days
    full outer join years
        on days.student_key = years.student_key
        and days.school_key = years.school_key
        and days.school_year = years.school_year
)

-- a year taken from yearly sums may have days beside them, but never no sums
select * from compared
where
    counted_from is null
    or (counted_from = 'daily' and coalesce(days_recorded <> days_enrolled, true))
