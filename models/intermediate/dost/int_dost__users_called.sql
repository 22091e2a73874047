-- one row per load, user and week, hour, weekday or attempt: calls made and answered
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}
{% set moments = {
    'hour': 'call_hour', 'weekday': 'call_weekday', 'attempt': 'attempt',
} %}
{% set counts = {
    'outbound_calls': "call_type = 'outbound'",
    'delivered_calls': "call_type = 'outbound' and is_delivered",
    'answered_calls': "call_type = 'outbound' and is_answered",
    'failed_calls': "call_type = 'outbound' and not is_delivered",
    'missed_calls': "call_type = 'missed_call'",
} %}
{% set calls = [] %}
{% set sums = [] %}
{% for name, condition in counts.items() %}
{% do calls.append('count(case when ' ~ condition ~ ' then 1 end) as ' ~ name) %}
{% do sums.append('cast(sum(' ~ name ~ ') as bigint) as ' ~ name) %}
{% endfor %}
{# A user is of one platform. #}
{% set platform = [
    'min(organization_id) as organization_id', 'min(data_source) as data_source',
] %}
with

calls as (
    select
        load_key,
        user_key,
        organization_id,
        data_source,
        call_type,
        attempt,
        call_hour,
        call_weekday,
        is_delivered,
        is_answered,
        cast({{ dbt.date_trunc('week', 'call_date') }} as date) as week_start_date
    from {{ ref('engagement__fct_calls') }}
    where
        not is_excluded
        and call_type in ('outbound', 'missed_call')
        and call_date is not null
        and {{ is_not_built_yet('load_key') }}
),

user_weeks as (
    select
        load_key,
        user_key,
        week_start_date,
        {{ platform | join(',\n        ') }},
        {{ calls | join(',\n        ') }}
    from calls
    group by load_key, user_key, week_start_date
),

user_moments as (
    select
        load_key,
        user_key,
        {{ platform | join(',\n        ') }},
        {{ moments.values() | join(',\n        ') }},
        {{ calls | join(',\n        ') }}
    from calls
    group by load_key, user_key, {{ moments.values() | join(', ') }}
),

counted as (
    select
        load_key,
        organization_id,
        data_source,
        user_key,
        'week' as dimension,
        cast(week_start_date as {{ dbt.type_string() }}) as value,
        {{ counts | join(',\n        ') }}
    from user_weeks
    {% for dimension, column in moments.items() -%}
    union all
    select
        load_key,
        {{ platform | join(',\n        ') }},
        user_key,
        '{{ dimension }}' as dimension,
        cast({{ column }} as {{ dbt.type_string() }}) as value,
        {{ sums | join(',\n        ') }}
    from user_moments
    -- a call without an attempt's number is in no attempt
    where {{ column }} is not null
    group by load_key, user_key, {{ column }}
    {% endfor %}
)

select * from counted
