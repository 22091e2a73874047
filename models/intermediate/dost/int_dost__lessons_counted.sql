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

by_program as (
    select
        lessons.sequence_index,
        spells.program,
        count(*) as delivered_spells,
        count(case when lessons.is_answered then 1 end) as answered_spells,
        sum(case when lessons.duration_secs is not null then lessons.listened_secs end)
            as listened_secs,
        sum(lessons.duration_secs) as duration_secs,
        count(case when spells.is_only then 1 end) as only_users
    from {{ ref('int_dost__lessons') }} as lessons
    inner join spells
        on lessons.user_program_key = spells.user_program_key
    group by lessons.sequence_index, spells.program
),

counted as (
    select
        sequence_index,
        coalesce(program, 'all') as program,
        sum(delivered_spells) as delivered_spells,
        sum(answered_spells) as answered_spells,
        sum(listened_secs) as listened_secs,
        sum(duration_secs) as duration_secs,
        sum(only_users) as only_users
    from by_program
    group by sequence_index, grouping sets ((), (program))
),

-- who has one enrolment is one person; the others are few, and told apart by their key
others as (
    select
        lessons.sequence_index,
        coalesce(spells.program, 'all') as program,
        count(distinct spells.user_key) as users
    from {{ ref('int_dost__lessons') }} as lessons
    inner join spells
        on lessons.user_program_key = spells.user_program_key
    where not spells.is_only
    group by lessons.sequence_index, grouping sets ((), (spells.program))
),

ends as (
    select
        lessons.user_program_key,
        max(lessons.sequence_index) as sequence_index
    from {{ ref('int_dost__lessons') }} as lessons
    where lessons.is_answered
    group by lessons.user_program_key
),

-- who is still called has not heard the last lesson yet
ended as (
    select
        ends.sequence_index,
        coalesce(spells.program, 'all') as program,
        count(*) as spells,
        count(distinct spells.user_key) as users
    from ends
    inner join spells
        on ends.user_program_key = spells.user_program_key
    where spells.program_status <> 'active'
    group by ends.sequence_index, grouping sets ((), (spells.program))
)

select
    counted.sequence_index,
    counted.program,
    cast(counted.delivered_spells as bigint) as delivered_spells,
    cast(counted.answered_spells as bigint) as answered_spells,
    coalesce(ended.spells, 0) as last_heard_spells,
    cast(coalesce(counted.listened_secs, 0) as bigint) as listened_secs,
    cast(coalesce(counted.duration_secs, 0) as bigint) as duration_secs,
    cast(counted.only_users as bigint) + coalesce(others.users, 0) as n_users,
    coalesce(ended.users, 0) as last_heard_users
from counted
left join others
    on counted.sequence_index = others.sequence_index
    and counted.program = others.program
left join ended
    on counted.sequence_index = ended.sequence_index
    and counted.program = ended.program
