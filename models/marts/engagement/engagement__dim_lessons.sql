-- one row per lesson of a programme
with
{{ platform_records(
    'program_sequences', ['program_id', 'content_id', 'sequence_index', 'week', 'day']
) }},

-- of two lessons in one place of a programme the first counts
placed as (
    select
        records.record_key as lesson_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.program_id']
        ) }} as program_key,
        records.organization_id,
        records.data_source,
        records.id as lesson_id,
        contents.content_key,
        contents.content_name,
        cast(records.sequence_index as integer) as sequence_index,
        cast(records.week as integer) as week,
        cast(records.day as integer) as weekday,
        contents.duration_secs,
        row_number() over (
            partition by
                records.organization_id,
                records.data_source,
                records.program_id,
                records.sequence_index
            order by records.id
        ) as place
    from records
    left join {{ ref('int_dost__contents') }} as contents
        on records.organization_id = contents.organization_id
        and records.data_source = contents.data_source
        and records.content_id = contents.content_id
    where records.sequence_index is not null and records.program_id is not null
)

select
    lesson_key,
    program_key,
    organization_id,
    data_source,
    lesson_id,
    content_key,
    content_name,
    sequence_index,
    week,
    weekday,
    duration_secs
from placed
where place = 1
