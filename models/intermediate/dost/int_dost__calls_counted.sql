-- one row per dimension, platform and value, or all of them: calls made and answered
{% set sets = {
    'week': 'organization_id, data_source, week_start_date',
    'platform': 'organization_id, data_source',
    'hour': 'call_hour',
    'weekday': 'call_weekday',
    'attempt': 'attempt',
} %}
{% set counts = ['outbound', 'delivered', 'answered', 'failed', 'missed'] %}
with

calls as (
    select
        organization_id,
        data_source,
        user_key,
        call_hour,
        call_weekday,
        attempt,
        call_type = 'outbound' as is_outbound,
        call_type = 'outbound' and is_delivered as is_delivered,
        call_type = 'outbound' and is_answered as is_answered,
        call_type = 'outbound' and not is_delivered as is_failed,
        call_type = 'missed_call' as is_missed,
        cast({{ dbt.date_trunc('week', 'call_date') }} as date) as week_start_date
    from {{ ref('engagement__fct_calls') }}
    where
        not is_excluded
        and call_type in ('outbound', 'missed_call')
        and call_date is not null
),

counted as (
    select
        case
            when grouping(call_hour) = 0 then 'hour'
            when grouping(call_weekday) = 0 then 'weekday'
            when grouping(attempt) = 0 then 'attempt'
            when grouping(week_start_date) = 0 then 'week'
            when grouping(data_source) = 0 then 'platform'
            else 'all'
        end as dimension,
        organization_id || ' ' || data_source as platform,
        coalesce(call_hour, call_weekday, attempt) as number,
        {% for what in counts -%}
        cast(sum(case when is_{{ what }} then 1 else 0 end) as bigint)
            as {{ what }}_calls,
        {% endfor -%}
        count(distinct user_key) as called_users,
        count(distinct case when is_delivered then user_key end) as delivered_users,
        organization_id,
        data_source,
        week_start_date
    from calls
    group by
        grouping sets (
            (),
            {%- for columns in sets.values() %}
            ({{ columns }}){{ ',' if not loop.last }}
            {%- endfor %}
        )
)

select
    dimension,
    coalesce(platform, 'all') as platform,
    coalesce(
        cast(week_start_date as {{ dbt.type_string() }}),
        cast(number as {{ dbt.type_string() }}),
        'all'
    ) as value,
    organization_id,
    data_source,
    {{ counts | join('_calls,\n    ') }}_calls,
    called_users,
    delivered_users,
    week_start_date
from counted
-- a call without an attempt's number is in no attempt
where number is not null or dimension in ('week', 'platform', 'all')
