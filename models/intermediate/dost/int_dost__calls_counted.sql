-- one row per dimension, platform and value, or all of them: calls made and answered
{% set moments = {
    'hour': 'call_hour', 'weekday': 'call_weekday', 'attempt': 'attempt',
} %}
{% set counts = {
    'outbound': "call_type = 'outbound'",
    'delivered': "call_type = 'outbound' and is_delivered",
    'answered': "call_type = 'outbound' and is_answered",
    'failed': "call_type = 'outbound' and not is_delivered",
    'missed': "call_type = 'missed_call'",
} %}
{% set sums -%}
{% for what in counts -%}
cast(sum({{ what }}_calls) as bigint) as {{ what }}_calls{{ ',' if not loop.last }}
{% endfor -%}
{%- endset %}
{% set week = 'cast(' ~ dbt.date_trunc('week', 'call_date') ~ ' as date)' %}
{% set from_calls -%}
from {{ ref('engagement__fct_calls') }}
    where
        not is_excluded
        and call_type in ('outbound', 'missed_call')
        and call_date is not null
{%- endset %}
with

-- added up by user first: to count the rows of users costs far less than distinct keys
-- of all calls do; a user is of one platform
user_weeks as (
    select
        user_key,
        {{ week }} as week_start_date,
        min(organization_id) as organization_id,
        min(data_source) as data_source,
        {% for what, condition in counts.items() -%}
        count(case when {{ condition }} then 1 end) as {{ what }}_calls
        {{- ',' if not loop.last }}
        {% endfor %}
    {{ from_calls }}
    group by user_key, {{ week }}
),

user_moments as (
    select
        user_key,
        {{ moments.values() | join(',\n        ') }},
        {% for what, condition in counts.items() -%}
        count(case when {{ condition }} then 1 end) as {{ what }}_calls
        {{- ',' if not loop.last }}
        {% endfor %}
    {{ from_calls }}
    group by user_key, {{ moments.values() | join(', ') }}
),

by_user as (
    {% for dimension, column in moments.items() -%}
    select
        '{{ dimension }}' as dimension,
        cast(null as {{ dbt.type_string() }}) as organization_id,
        cast(null as {{ dbt.type_string() }}) as data_source,
        cast(null as date) as week_start_date,
        {{ column }} as number,
        {{ sums }}
    from user_moments
    -- a call without an attempt's number is in no attempt
    where {{ column }} is not null
    group by user_key, {{ column }}
    union all
    {% endfor -%}
    select
        'week' as dimension,
        organization_id,
        data_source,
        week_start_date,
        cast(null as integer) as number,
        {{ counts | join('_calls,\n        ') }}_calls
    from user_weeks
    {% for dimension in ['platform', 'all'] -%}
    union all
    select
        '{{ dimension }}' as dimension,
        {% if dimension == 'platform' -%}
        min(organization_id) as organization_id,
        min(data_source) as data_source,
        {% else -%}
        cast(null as {{ dbt.type_string() }}) as organization_id,
        cast(null as {{ dbt.type_string() }}) as data_source,
        {% endif -%}
        cast(null as date) as week_start_date,
        cast(null as integer) as number,
        {{ sums }}
    from user_weeks
    group by user_key
    {% endfor %}
)

select
    dimension,
    coalesce(organization_id || ' ' || data_source, 'all') as platform,
    coalesce(
        cast(week_start_date as {{ dbt.type_string() }}),
        cast(number as {{ dbt.type_string() }}),
        'all'
    ) as value,
    organization_id,
    data_source,
    {{ sums }},
    count(*) as called_users,
    count(case when delivered_calls > 0 then 1 end) as delivered_users,
    week_start_date
from by_user
group by dimension, organization_id, data_source, week_start_date, number
