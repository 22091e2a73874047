-- one row per student whose time at school ended
with

students as (
    select student_key, district_key
    from {{ ref('district__dim_students') }}
),

graduations as (
    select
        graduations.student_key,
        students.district_key,
        graduations.diploma_type,
        graduations.cohort_year,
        graduations.completion_date
    from {{ ref('int_district__graduations_conformed') }} as graduations
    inner join students
        on graduations.student_key = students.student_key
),

-- the school is that of the last enrolment that began before the end, the primary one
ranked_schools as (
    select
        graduations.student_key,
        enrollments.school_key,
        row_number() over (
            partition by graduations.student_key
            order by
                enrollments.is_primary desc,
                enrollments.entry_date desc,
                enrollments.school_key asc
        ) as school_rank
    from graduations
    inner join {{ ref('district__fct_enrollments') }} as enrollments
        on graduations.student_key = enrollments.student_key
        and coalesce(enrollments.entry_date <= graduations.completion_date, true)
),

final as (
    select
        graduations.student_key,
        graduations.district_key,
        ranked_schools.school_key,
        graduations.diploma_type,
        graduations.cohort_year,
        {{ school_year_of('graduations.completion_date') }} as school_year,
        graduations.completion_date
    from graduations
    left join ranked_schools
        on graduations.student_key = ranked_schools.student_key
        and ranked_schools.school_rank = 1
)

select * from final
