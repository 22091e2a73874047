-- one row per post that an educator holds at a school
with

assignments as (
    select *
    from {{ ref('int_district__assignments_valid') }}
),

excluded as (
    select entity_key, rule_id
    from {{ ref('int_quality__entities_excluded') }}
    where entity_type = 'assignment'
),

final as (
    select
        assignments.assignment_id,
        assignments.educator_key,
        assignments.school_key,
        assignments.district_id,
        assignments.position,
        assignments.teaching_focus,
        assignments.subject,
        excluded.rule_id as excluded_by,
        assignments.fte,
        assignments.is_teacher,
        assignments.is_overload,
        assignments.is_on_leave,
        excluded.rule_id is not null as is_excluded,
        assignments.begin_date,
        assignments.end_date
    from assignments
    left join excluded
        on assignments.entity_key = excluded.entity_key
)

select * from final
