-- one row per school and stage: students enrolled and teachers' full-time equivalents
-- on the as-of date
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

enrollment as (
    select stage, source, district_id, school_key, students
    from {{ ref('int_metrics__enrollment_counted') }}
),

teachers as (
    select
        posts.source,
        posts.district_id,
        posts.school_key,
        sum(posts.fte) as teacher_fte
    from {{ ref('int_district__assignments_conformed') }} as posts
    inner join as_of
        on
        coalesce(posts.begin_date <= as_of.as_of_date, true)
        and coalesce(posts.end_date > as_of.as_of_date, true)
    where posts.is_teacher and not posts.is_on_leave and posts.school_key is not null
    group by posts.source, posts.district_id, posts.school_key
),

final as (
    select
        enrollment.stage,
        enrollment.source,
        enrollment.district_id,
        enrollment.school_key,
        enrollment.students,
        teachers.teacher_fte
    from enrollment
    inner join teachers
        on enrollment.source = teachers.source
        and enrollment.district_id = teachers.district_id
        and enrollment.school_key = teachers.school_key
)

select * from final
