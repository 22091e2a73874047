-- one row per district, section, student and begin date
with

classes as (
    select district_id, school_id, section_id
    from {{ ref('int_oneroster__classes_deduplicated') }}
),

class_sessions as (
    select
        district_id,
        section_id,
        item as session_id
    from
        {{ split_to_rows(
            ref('int_oneroster__classes_deduplicated'),
            ['district_id', 'section_id'],
            'session_ids'
        ) }}
),

sessions as (
    select district_id, session_id, start_date, end_date
    from {{ ref('int_oneroster__academic_sessions_deduplicated') }}
),

class_spans as (
    select
        class_sessions.district_id,
        class_sessions.section_id,
        min(sessions.start_date) as start_date,
        max(sessions.end_date) as end_date
    from class_sessions
    inner join sessions
        on class_sessions.district_id = sessions.district_id
        and class_sessions.session_id = sessions.session_id
    group by class_sessions.district_id, class_sessions.section_id
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
        coalesce(enrollments.begin_date, class_spans.start_date) as begin_date,
        coalesce(enrollments.end_date, class_spans.end_date) as end_date
    from enrollments
    left join classes
        on enrollments.district_id = classes.district_id
        and enrollments.section_id = classes.section_id
    left join class_spans
        on enrollments.district_id = class_spans.district_id
        and enrollments.section_id = class_spans.section_id
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
