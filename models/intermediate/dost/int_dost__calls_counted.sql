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
{% set calls = [] %}
{% set sums = [] %}
{% for what, condition in counts.items() %}
{% set one = 'case when ' ~ condition ~ ' then 1 end' %}
{% do calls.append('count(' ~ one ~ ') as ' ~ what ~ '_calls') %}
{% do sums.append('cast(sum(' ~ what ~ '_calls) as bigint) as ' ~ what ~ '_calls') %}
{% endfor %}
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
        {{ calls | join(',\n        ') }}
    {{ from_calls }}
    group by user_key, {{ week }}
),

user_moments as (
    select
        user_key,
        {{ moments.values() | join(',\n        ') }},
        {{ calls | join(',\n        ') }}
    {{ from_calls }}
    group by user_key, {{ moments.values() | join(', ') }}
),

{% for dimension, column in moments.items() -%}
user_{{ dimension }}s as (
    select
        user_key,
        {{ column }} as number,
        {{ sums | join(',\n        ') }}
    from user_moments
    -- a call without an attempt's number is in no attempt
    where {{ column }} is not null
    group by user_key, {{ column }}
),

{% endfor -%}
user_platforms as (
    select
        user_key,
        min(organization_id) as organization_id,
        min(data_source) as data_source,
        {{ sums | join(',\n        ') }}
    from user_weeks
    group by user_key
),

{% set parts = {
    'week': ('user_weeks', ['organization_id', 'data_source', 'week_start_date']),
    'platform': ('user_platforms', ['organization_id', 'data_source']),
    'all': ('user_platforms', []),
} %}
{% for dimension in moments %}
{% do parts.update({dimension: ('user_' ~ dimension ~ 's', ['number'])}) %}
{% endfor %}
{% set types = {
    'organization_id': dbt.type_string(), 'data_source': dbt.type_string(),
    'week_start_date': 'date', 'number': 'integer',
} %}
counted as (
    {% for dimension, (part, columns) in parts.items() -%}
    select
        '{{ dimension }}' as dimension,
        {% for column, type in types.items() -%}
        {{ column if column in columns else 'cast(null as ' ~ type ~ ')' }}
            as {{ column }},
        {% endfor -%}
        {{ sums | join(',\n        ') }},
        count(*) as called_users,
        count(case when delivered_calls > 0 then 1 end) as delivered_users
    from {{ part }}
    {{ 'group by ' ~ columns | join(', ') if columns else 'having count(*) > 0' }}
    {{ 'union all' if not loop.last }}
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
    {{ counts | join('_calls,\n    ') }}_calls,
    called_users,
    delivered_users,
    week_start_date
from counted
