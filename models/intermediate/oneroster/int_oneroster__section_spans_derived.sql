-- one row per district and section that names a session of the package
with

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

final as (
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
)

select * from final
