{#
    The CTE `students_of_days`: student_key, school_key, district_id, school_year and
    grade_number of whoever is enrolled on the day of the year, each at one school. The day
    of entry counts and the day of exit does not; of two schools the primary one counts,
    then the earlier entry.

    days: relation with district_id, school_year and the day.
#}
{% macro students_of_days(days, day) %}
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
    inner join {{ ref('int_metrics__unit_schools') }} as schools
        on enrollments.school_key = schools.school_key
        and schools.unit_type = 'school'
    inner join {{ days }} as days
        on schools.district_id = days.district_id
        and enrollments.school_year = days.school_year
        and enrollments.entry_date <= days.{{ day }}
        and coalesce(enrollments.exit_date > days.{{ day }}, true)
),

students_of_days as (
    select
        student_key,
        school_key,
        district_id,
        school_year,
        grade_number
    from ranked
    where place = 1
)
{%- endmacro %}
