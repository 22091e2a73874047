-- one row per district and session that is not a school year
with

sessions as (
    select
        district_id,
        session_id,
        parent_session_id,
        session_name,
        session_type,
        school_year,
        start_date,
        end_date
    from {{ ref('int_oneroster__academic_sessions_deduplicated') }}
),

-- a grading period stands in a term, a term in a school year: two steps up at most
final as (
    select
        'oneroster' as source,
        sessions.district_id,
        sessions.session_id as term_id,
        sessions.session_name as term_name,
        sessions.session_type as term_type,
        coalesce(
            sessions.school_year, parents.school_year, grandparents.school_year
        ) as school_year,
        sessions.start_date,
        sessions.end_date
    from sessions
    left join sessions as parents
        on sessions.district_id = parents.district_id
        and sessions.parent_session_id = parents.session_id
    left join sessions as grandparents
        on parents.district_id = grandparents.district_id
        and parents.parent_session_id = grandparents.session_id
    where sessions.session_type is null or sessions.session_type <> 'school_year'
)

select * from final
