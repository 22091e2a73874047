-- one row per district, section, educator and begin date
with

classes as (
    select district_id, school_id, section_id
    from {{ ref('int_oneroster__classes_deduplicated') }}
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
    from enrollments
),

final as (
    select
        'oneroster' as source,
        numbered.district_id,
        coalesce(classes.school_id, numbered.school_id) as school_id,
        numbered.section_id,
        numbered.educator_id,
        case
            when numbered.is_primary then 'primary'
            -- nobody is marked: the only teacher is the teacher of record
            when
                numbered.primary_count = 0
                and numbered.first_educator_id = numbered.last_educator_id
                then 'primary'
            else 'co_teacher'
        end as educator_role,
        numbered.begin_date,
        numbered.end_date
    from numbered
    left join classes
        on numbered.district_id = classes.district_id
        and numbered.section_id = classes.section_id
    where numbered.copy_number = 1
)

select * from final
