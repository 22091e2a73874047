-- one row per student and school year: the school of the count day
with

schools as (
    select school_key, district_id
    from {{ ref('int_metrics__unit_schools') }}
    where unit_type = 'school'
),

-- of two schools on one day the primary one counts, so that a student counts once
ranked as (
    select
        enrollments.student_key,
        enrollments.school_key,
        schools.district_id,
        enrollments.school_year,
        enrollments.grade_number,
        row_number() over (
            partition by enrollments.student_key, enrollments.school_year
            order by
                case when enrollments.is_primary then 0 else 1 end,
                enrollments.entry_date,
                enrollments.school_key
        ) as place
    from {{ ref('district__fct_enrollments') }} as enrollments
    inner join schools
        on enrollments.school_key = schools.school_key
    inner join {{ ref('int_district__count_dates') }} as count_dates
        on schools.district_id = count_dates.district_id
        and enrollments.school_year = count_dates.school_year
        and enrollments.entry_date <= count_dates.count_date
        and coalesce(enrollments.exit_date > count_dates.count_date, true)
)

select
    student_key,
    school_key,
    district_id,
    school_year,
    grade_number
from ranked
where place = 1
