-- one row per district, section and term
with

class_sessions as (
    select
        district_id,
        school_id,
        section_id,
        item as session_id
    from
        {{ split_to_rows(
            ref('int_oneroster__classes_deduplicated'),
            ['district_id', 'school_id', 'section_id'],
            'session_ids'
        ) }}
),

terms as (
    select district_id, term_id, term_name, start_date, end_date
    from {{ ref('int_oneroster__terms_mapped') }}
),

-- two sessions of one name and span, as when each school has its own, are one term
final as (
    select
        'oneroster' as source,
        class_sessions.district_id,
        class_sessions.school_id,
        class_sessions.section_id,
        terms.term_name,
        terms.start_date,
        terms.end_date
    from class_sessions
    inner join terms
        on class_sessions.district_id = terms.district_id
        and class_sessions.session_id = terms.term_id
    group by
        class_sessions.district_id,
        class_sessions.school_id,
        class_sessions.section_id,
        terms.term_name,
        terms.start_date,
        terms.end_date
)

select * from final
