-- one row per section whose term holds the as-of date
select
    sections.section_id,
    sections.school_id,
    sections.course_id,
    sections.term_id,
    sections.section_name,
    sections.period,
    sections.grade_level,
    terms.term_name,
    terms.start_date,
    terms.end_date
from sections
inner join terms on sections.term_id = terms.term_id
inner join active_schools on sections.school_id = active_schools.school_id
cross join context
where terms.start_date <= context.as_of and terms.end_date > context.as_of
