-- one row per unit (district or school), student and school year: days of attendance
with

days as (
    select
        years.student_key,
        years.school_key,
        schools.district_id,
        years.school_year,
        years.days_enrolled,
        years.days_attended,
        years.days_absent,
        years.days_unexcused
    from {{ ref('district__fct_attendance_years') }} as years
    inner join {{ ref('district__dim_schools') }} as schools
        on years.school_key = schools.school_key
),

-- a district follows the student from school to school
placed as (
    select
        'school' as unit_type,
        school_key as unit_key,
        student_key,
        school_year,
        days_enrolled,
        days_attended,
        days_absent,
        days_unexcused
    from days
    union all
    select
        'district' as unit_type,
        district_id as unit_key,
        student_key,
        school_year,
        days_enrolled,
        days_attended,
        days_absent,
        days_unexcused
    from days
),

pooled as (
    select
        unit_type,
        unit_key,
        student_key,
        school_year,
        sum(days_enrolled) as days_enrolled,
        sum(days_attended) as days_attended,
        sum(days_absent) as days_absent,
        case when count(*) = count(days_unexcused) then sum(days_unexcused) end
            as days_unexcused
    from placed
    group by unit_type, unit_key, student_key, school_year
)

select * from pooled
