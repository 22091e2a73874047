-- one row per load of calls and experience: what the calls say of it
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}

select
    load_key,
    experience_key,
    cast(sum(delivered_calls) as bigint) as delivered_calls,
    cast(sum(answered_calls) as bigint) as answered_calls,
    min(first_delivered_date) as first_delivered_date,
    max(last_delivered_date) as last_delivered_date,
    max(last_answered_date) as last_answered_date,
    max(last_call_date) as last_call_date,
    max(program_end_date) as program_end_date
from {{ ref('int_dost__experience_weeks') }}
where {{ is_not_built_yet('load_key') }}
group by load_key, experience_key
