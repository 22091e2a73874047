-- one row per programme, or all of them, and place in it: who got and heard the lesson
with

cells as (
    select
        cast(position as integer) as sequence_index,
        program,
        measure,
        suppression_state,
        denominator,
        numerator,
        value
    from {{ ref('py_engagement_cells') }}
    where table_name = 'lesson_dropoff'
),

ends as (
    select
        sequence_index,
        program,
        suppression_state,
        denominator
    from cells
    where measure = 'last_heard'
)

select
    case when lessons.program = 'all' then 'All' else lessons.program end as program,
    cells.suppression_state,
    -- nobody is no group
    coalesce(ends.suppression_state, 'published') as last_heard_state,
    lessons.sequence_index,
    cells.denominator as delivered_count,
    cells.numerator as answered_count,
    case when cells.denominator is not null then lessons.n_users end as n_users,
    case
        when ends.suppression_state is not null then ends.denominator
        when cells.denominator is not null then 0
    end as last_heard_count,
    cells.value as answered_rate,
    case
        when cells.denominator is not null
            then {{ significant_digits(
                'cast(lessons.listened_secs as double) / nullif(lessons.duration_secs, 0)'
            ) }}
    end as listen_rate
from {{ ref('int_dost__lessons_counted') }} as lessons
inner join cells
    on lessons.sequence_index = cells.sequence_index
    and lessons.program = cells.program
    and cells.measure = 'answered'
left join ends
    on lessons.sequence_index = ends.sequence_index
    and lessons.program = ends.program
