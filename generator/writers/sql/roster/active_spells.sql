-- one row per student and school in which the student is enrolled on the as-of date
with

enrolled as (
    select
        enrollments.student_id,
        enrollments.school_id,
        enrollments.school_year,
        enrollments.grade_level,
        enrollments.is_primary,
        row_number() over (
            partition by enrollments.student_id, enrollments.school_id
            order by
                enrollments.is_primary desc,
                enrollments.entry_date desc,
                enrollments.enrollment_id asc
        ) as spell_number
    from enrollments
    cross join context
    where
        enrollments.enrollment_status = 'enrolled'
        and enrollments.entry_date <= context.as_of
        and coalesce(enrollments.exit_date > context.as_of, true)
)

select
    student_id,
    school_id,
    school_year,
    grade_level,
    is_primary
from enrolled
where spell_number = 1
