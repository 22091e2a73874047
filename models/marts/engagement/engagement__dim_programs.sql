-- one row per programme: how many lessons it has
with
{{ platform_records('programs', ['name', 'language']) }},

lessons as (
    select
        program_key,
        count(*) as lesson_count,
        max(sequence_index) as max_sequence_index,
        max(week) as max_week
    from {{ ref('engagement__dim_lessons') }}
    group by program_key
)

select
    records.record_key as program_key,
    records.organization_id,
    records.data_source,
    records.name || ' (' || records.data_source || ')' as program_name,
    records.language,
    cast(coalesce(lessons.lesson_count, 0) as integer) as lesson_count,
    lessons.max_sequence_index,
    lessons.max_week
from records
left join lessons
    on records.record_key = lessons.program_key
