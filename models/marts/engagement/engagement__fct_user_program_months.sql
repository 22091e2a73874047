-- one row per enrolment and month of it: calls, listening and level
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__spell_loads')) }}"
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__spell_loads')) }}
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

spells as (
    select
        spells.user_program_key,
        loads.load_key,
        spells.program_start_date,
        least(spells.eop_date, as_of.as_of_date) as last_date
    from {{ ref('int_dost__spells') }} as spells
    inner join loads
        on spells.user_program_key = loads.user_program_key
    cross join as_of
    where spells.program_start_date <= as_of.as_of_date
),

spelled_calls as (
    select
        spells.user_program_key,
        calls.sequence_index,
        {{ months_completed('spells.program_start_date', 'calls.call_date') }}
            as month_number,
        calls.is_answered,
        calls.duration_secs,
        calls.listened_secs
    from {{ ref('engagement__fct_calls') }} as calls
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on calls.experience_key = experiences.experience_key
    inner join spells
        on experiences.user_program_key = spells.user_program_key
        and calls.call_date <= spells.last_date
    where calls.is_delivered and not calls.is_excluded
),

-- of several calls for a lesson in a month the longest listening counts
lessons as (
    select
        user_program_key,
        month_number,
        sequence_index,
        count(*) as delivered_calls,
        sum(case when is_answered then 1 else 0 end) as answered_calls,
        max(duration_secs) as duration_secs,
        max(listened_secs) as listened_secs
    from spelled_calls
    group by user_program_key, month_number, sequence_index
),

heard as (
    select
        user_program_key,
        month_number,
        sum(delivered_calls) as delivered_calls,
        sum(answered_calls) as answered_calls,
        count(sequence_index) as delivered_lessons,
        sum(case
            when answered_calls > 0 and sequence_index is not null then 1
            else 0
        end) as answered_lessons,
        sum(case when sequence_index is not null then listened_secs end)
            as listened_secs,
        sum(case when sequence_index is not null then duration_secs end)
            as duration_secs
    from lessons
    group by user_program_key, month_number
),

numbered as (
    select
        user_program_key,
        load_key,
        program_start_date,
        {{ explode_numbers(months_completed('program_start_date', 'last_date')) }}
            as month_number
    from spells
),

months as (
    select
        user_program_key,
        load_key,
        cast(month_number as integer) as month_number,
        cast({{ dbt.dateadd(
            'month', 'cast(month_number as integer)', 'program_start_date'
        ) }} as date) as month_start_date,
        cast({{ dbt.dateadd(
            'month', 'cast(month_number as integer) + 1', 'program_start_date'
        ) }} as date) as month_end_date
    from numbered
),

measured as (
    select
        months.user_program_key,
        months.load_key,
        months.month_number,
        cast(coalesce(heard.delivered_calls, 0) as integer) as delivered_calls,
        cast(coalesce(heard.answered_calls, 0) as integer) as answered_calls,
        cast(coalesce(heard.delivered_lessons, 0) as integer) as delivered_lessons,
        cast(coalesce(heard.answered_lessons, 0) as integer) as answered_lessons,
        cast(coalesce(heard.listened_secs, 0) as integer) as listened_secs,
        cast(coalesce(heard.duration_secs, 0) as integer) as duration_secs,
        as_of.as_of_date < months.month_end_date as is_censored,
        months.month_start_date,
        months.month_end_date
    from months
    cross join as_of
    left join heard
        on months.user_program_key = heard.user_program_key
        and months.month_number = heard.month_number
),

-- the first level whose minimums are reached
placed as (
    select
        measured.user_program_key,
        measured.month_number,
        levels.level_rule,
        min(levels.position) as position
    from measured
    inner join {{ ref('engagement_levels') }} as levels
        on measured.answered_calls >= levels.min_response * measured.delivered_calls
        and measured.listened_secs >= levels.min_listen * measured.duration_secs
    where measured.delivered_calls > 0 and measured.duration_secs > 0
    group by measured.user_program_key, measured.month_number, levels.level_rule
),

levelled as (
    select
        placed.user_program_key,
        placed.month_number,
        max(case when placed.level_rule = 'level_2020' then levels.level end)
            as level_2020,
        max(case when placed.level_rule = 'level_2023' then levels.level end)
            as level_2023
    from placed
    inner join {{ ref('engagement_levels') }} as levels
        on placed.level_rule = levels.level_rule
        and placed.position = levels.position
    group by placed.user_program_key, placed.month_number
)

select
    measured.user_program_key,
    measured.load_key,
    measured.month_number,
    {% for rule in ['level_2020', 'level_2023'] -%}
    case
        when measured.delivered_calls = 0 then 'no_calls'
        else coalesce(levelled.{{ rule }}, 'unknown')
    end as {{ rule }},
    {% endfor -%}
    measured.delivered_calls,
    measured.answered_calls,
    measured.delivered_lessons,
    measured.answered_lessons,
    measured.listened_secs,
    measured.duration_secs,
    {{ significant_digits(
        'cast(measured.answered_calls as double) / nullif(measured.delivered_calls, 0)'
    ) }} as response_rate,
    {{ significant_digits(
        'cast(measured.listened_secs as double) / nullif(measured.duration_secs, 0)'
    ) }} as listen_rate,
    measured.is_censored,
    measured.month_start_date,
    measured.month_end_date
from measured
left join levelled
    on measured.user_program_key = levelled.user_program_key
    and measured.month_number = levelled.month_number
