-- one row per place in a programme and programme, or all of them: who got the lesson
with

spells as (
    select
        user_program_key,
        user_key,
        program,
        program_status,
        is_only
    from {{ ref('int_dost__spells_labelled') }}
),

lessons as (
    select
        user_program_key,
        sequence_index,
        answered_completed_at is not null as is_answered,
        listened_secs,
        duration_secs
    from {{ ref('int_dost__lessons') }}
),

-- who is still called has not heard the last lesson yet
ends as (
    select
        lessons.user_program_key,
        max(lessons.sequence_index) as sequence_index
    from lessons
    inner join spells
        on lessons.user_program_key = spells.user_program_key
    where lessons.is_answered and spells.program_status <> 'active'
    group by lessons.user_program_key
)

select
    lessons.sequence_index,
    coalesce(spells.program, 'all') as program,
    count(*) as delivered_spells,
    cast(sum(case when lessons.is_answered then 1 else 0 end) as bigint)
        as answered_spells,
    count(ends.user_program_key) as last_heard_spells,
    cast(coalesce(sum(
        case when lessons.duration_secs is not null then lessons.listened_secs end
    ), 0) as bigint) as listened_secs,
    cast(coalesce(sum(lessons.duration_secs), 0) as bigint) as duration_secs,
    cast(sum(case when spells.is_only then 1 else 0 end) as bigint)
    + count(distinct case when not spells.is_only then spells.user_key end) as n_users,
    count(distinct case
        when ends.user_program_key is not null then spells.user_key
    end) as last_heard_users
from lessons
inner join spells
    on lessons.user_program_key = spells.user_program_key
left join ends
    on lessons.user_program_key = ends.user_program_key
    and lessons.sequence_index = ends.sequence_index
group by
    lessons.sequence_index,
    grouping sets ((), (spells.program))
