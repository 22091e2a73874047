-- one row per district, section, educator and begin date
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
        user_id as educator_id,
        coalesce(is_primary, false) as is_primary,
        begin_date,
        end_date
    from {{ ref('int_oneroster__enrollments_deduplicated') }}
    where role = 'teacher'
),

dated as (
    select
        enrollments.district_id,
        enrollments.enrollment_id,
        coalesce(classes.school_id, enrollments.school_id) as school_id,
        enrollments.section_id,
        enrollments.educator_id,
        enrollments.is_primary,
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
        max(cast(is_primary as integer)) over (
            partition by district_id, section_id
        ) as primary_count,
        min(educator_id) over (
            partition by district_id, section_id
        ) as first_educator_id,
        max(educator_id) over (
            partition by district_id, section_id
        ) as last_educator_id,
        -- the same assignment under two ids
        row_number() over (
            partition by district_id, section_id, educator_id, begin_date
            order by
                cast(is_primary as integer) desc,
                end_date desc nulls first,
                enrollment_id asc
        ) as copy_number
    from dated
),

final as (
    select
        'oneroster' as source,
        district_id,
        school_id,
        section_id,
        educator_id,
        case
            when is_primary then 'primary'
            -- nobody is marked: the only teacher is the teacher of record
            when primary_count = 0 and first_educator_id = last_educator_id
                then 'primary'
            else 'co_teacher'
        end as educator_role,
        begin_date,
        end_date
    from numbered
    where copy_number = 1
)

select * from final
