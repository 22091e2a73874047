-- one row per section and educator who teaches it on the as-of date, the teacher of
-- record first; an aide does not teach
with

teaching as (
    select
        active_sections.school_id,
        active_sections.section_id,
        section_educators.educator_id,
        min(section_educators.begin_date) as begin_date,
        max(section_educators.end_date) as end_date,
        bool_or(section_educators.role = 'primary') as is_primary
    from section_educators
    inner join active_sections
        on section_educators.section_id = active_sections.section_id
    inner join educators
        on section_educators.educator_id = educators.educator_id
    cross join context
    where
        section_educators.role in ('primary', 'co_teacher')
        and coalesce(section_educators.begin_date <= context.as_of, true)
        and coalesce(section_educators.end_date > context.as_of, true)
    group by
        active_sections.school_id,
        active_sections.section_id,
        section_educators.educator_id
)

select
    teaching.*,
    row_number() over (
        partition by section_id order by is_primary desc, begin_date, educator_id
    ) as teacher_place
from teaching
