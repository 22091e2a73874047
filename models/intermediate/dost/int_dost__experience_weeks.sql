-- one row per load, experience and week, Monday to Sunday: what its calls say
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}
with

calls as (
    select
        load_key,
        experience_key,
        program_key,
        sequence_index,
        is_delivered,
        is_answered,
        call_date,
        cast({{ dbt.date_trunc('week', 'call_date') }} as date) as week_start_date
    from {{ ref('engagement__fct_calls') }}
    where
        not is_excluded
        and experience_key is not null
        and {{ is_not_built_yet('load_key') }}
)

select
    calls.load_key,
    calls.experience_key,
    calls.week_start_date,
    min(calls.sequence_index) as first_index,
    max(calls.sequence_index) as last_index,
    count(case when calls.is_delivered then 1 end) as delivered_calls,
    count(case when calls.is_answered then 1 end) as answered_calls,
    min(case when calls.is_delivered then calls.call_date end) as first_delivered_date,
    max(case when calls.is_delivered then calls.call_date end) as last_delivered_date,
    max(case when calls.is_answered then calls.call_date end) as last_answered_date,
    max(calls.call_date) as last_call_date,
    max(case
        when
            calls.is_delivered
            and calls.sequence_index = programs.max_sequence_index
            then calls.call_date
    end) as program_end_date
from calls
left join {{ ref('engagement__dim_programs') }} as programs
    on calls.program_key = programs.program_key
group by calls.load_key, calls.experience_key, calls.week_start_date
