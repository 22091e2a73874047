-- one row per district, first day of programmes and student: absence around that day
with

first_days as (
    select district_key, school_year, begin_date
    from {{ ref('int_district__program_seasons') }}
    group by district_key, school_year, begin_date
),

schools as (
    select school_key, district_key
    from {{ ref('district__dim_schools') }}
),

days as (
    select student_key, school_key, school_year, is_absent, attendance_date
    from {{ ref('int_district__attendance_days_valued') }}
    where is_absent is not null
),

placed_days as (
    select
        first_days.district_key,
        days.student_key,
        first_days.school_year,
        first_days.begin_date,
        days.is_absent,
        days.attendance_date < first_days.begin_date as is_before
    from first_days
    inner join schools
        on first_days.district_key = schools.district_key
    inner join days
        on schools.school_key = days.school_key
        and first_days.school_year = days.school_year
),

counted as (
    select
        district_key,
        student_key,
        school_year,
        begin_date,
        sum(case when is_before then 1 else 0 end) as days_before,
        sum(case when is_before and is_absent then 1 else 0 end) as absent_before,
        sum(case when is_before then 0 else 1 end) as days_after,
        sum(case when not is_before and is_absent then 1 else 0 end) as absent_after
    from placed_days
    group by district_key, student_key, school_year, begin_date
),

final as (
    select
        district_key,
        student_key,
        school_year,
        cast(absent_before as double) / nullif(days_before, 0) as absence_before,
        cast(absent_after as double) / nullif(days_after, 0) as absence_after,
        begin_date
    from counted
)

select * from final
