-- one row per educator, school and position held there on the as-of date; who teaches
-- a section of a school is a teacher there
with

school_codes as (
    select school_code, school_id
    from school_crosswalk
    where system = 'hr'
),

positions as (
    select
        assignments.educator_id,
        coalesce(school_codes.school_id, assignments.school_code) as school_id,
        case
            when assignments.position in ('special_education_teacher', 'el_teacher')
                then 'teacher'
            else assignments.position
        end as position,
        assignments.fte
    from assignments
    left join school_codes on assignments.school_code = school_codes.school_code
    cross join context
    where
        assignments.begin_date <= context.as_of
        and coalesce(assignments.end_date > context.as_of, true)
),

held as (
    select educator_id, school_id, position, fte
    from positions
    union all
    select educator_id, school_id, 'teacher' as position, 0 as fte
    from active_teachers
)

select
    held.educator_id,
    held.school_id,
    held.position,
    sum(held.fte) as fte
from held
inner join educators on held.educator_id = educators.educator_id
inner join active_schools on held.school_id = active_schools.school_id
cross join context
where coalesce(educators.separation_date > context.as_of, true)
group by held.educator_id, held.school_id, held.position
