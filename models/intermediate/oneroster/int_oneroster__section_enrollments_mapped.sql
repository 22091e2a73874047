-- one row per district, section, student and begin date
with

classes as (
    select district_id, school_id, section_id
    from {{ ref('int_oneroster__classes_deduplicated') }}
),

section_spans as (
    select district_id, section_id, start_date, end_date
    from {{ ref('int_oneroster__section_spans_derived') }}
),

enrollments as (
    select
        district_id,
        enrollment_id,
        school_id,
        section_id,
        user_id as student_id,
        begin_date,
        end_date
    from {{ ref('int_oneroster__enrollments_deduplicated') }}
    where role = 'student'
),

dated as (
    select
        enrollments.district_id,
        enrollments.enrollment_id,
        coalesce(classes.school_id, enrollments.school_id) as school_id,
        enrollments.section_id,
        enrollments.student_id,
        coalesce(enrollments.begin_date, section_spans.start_date) as begin_date,
        coalesce(enrollments.end_date, section_spans.end_date) as end_date
    from enrollments
    left join classes
        on enrollments.district_id = classes.district_id
        and enrollments.section_id = classes.section_id
    left join section_spans
        on enrollments.district_id = section_spans.district_id
        and enrollments.section_id = section_spans.section_id
),

numbered as (
    select
        *,
        -- the same enrolment under two ids: the longer one
        row_number() over (
            partition by district_id, section_id, student_id, begin_date
            order by end_date desc nulls first, enrollment_id asc
        ) as copy_number
    from dated
),

final as (
    select
        'oneroster' as source,
        district_id,
        school_id,
        section_id,
        student_id,
        begin_date,
        end_date
    from numbered
    where copy_number = 1
)

select * from final
