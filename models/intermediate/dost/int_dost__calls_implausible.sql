-- one row per load and call that may break a rule by itself
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}
with

calls as (
    select
        load_key,
        organization_id,
        data_source,
        call_id,
        first_call_id,
        excluded_by,
        listen_secs,
        duration_secs,
        -- a call of the user's own plays nothing and has no status
        call_type <> 'missed_call' and lesson_key is null as lacks_lesson,
        call_type <> 'missed_call' and content_key is null as lacks_content,
        call_type <> 'missed_call'
        and status is null
        and (is_delivered or started_at is not null) as lacks_status,
        call_date
    from {{ ref('engagement__fct_calls') }}
    where {{ is_not_built_yet('load_key') }}
)

select *
from calls
where
    excluded_by is not null
    or listen_secs < 0
    or listen_secs > duration_secs
    or lacks_lesson
    or lacks_content
    or lacks_status
