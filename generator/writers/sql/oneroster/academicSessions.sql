-- one row per school year and term of the year of the as-of date; a year-long term is
-- a term inside its school year
with

year_terms as (
    select terms.*
    from terms
    inner join context on terms.school_year = context.school_year
),

sessions as (
    select
        year_session_id as "sourcedId",
        school_year - 1 || '-' || school_year as title,
        'schoolYear' as type,
        year_start as "startDate",
        year_end as "endDate",
        null as "parentSourcedId",
        school_year as "schoolYear"
    from context
    union all
    select
        year_terms.term_id as "sourcedId",
        year_terms.term_name as title,
        term_types.oneroster as type,
        year_terms.start_date as "startDate",
        year_terms.end_date as "endDate",
        context.year_session_id as "parentSourcedId",
        year_terms.school_year as "schoolYear"
    from year_terms
    left join term_type_codes as term_types on year_terms.term_type = term_types.sis
    cross join context
)

select *
from sessions
order by "parentSourcedId" nulls first, "startDate", "sourcedId"
