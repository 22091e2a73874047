-- one row per dimension, platform and value, or all of them: calls made and answered
{% set counts = [
    'outbound_calls', 'delivered_calls', 'answered_calls', 'failed_calls',
    'missed_calls',
] %}
{% set platform = ['organization_id', 'data_source'] %}
{# Every call has one weekday: those of a platform, and all, are added up from them. #}
{% set parts = {
    'week': ('week', platform + ['value']),
    'hour': ('hour', ['value']),
    'weekday': ('weekday', ['value']),
    'attempt': ('attempt', ['value']),
    'platform': ('weekday', platform),
    'all': ('weekday', []),
} %}
with

counted as (
    {% for dimension, (part, columns) in parts.items() -%}
    select
        '{{ dimension }}' as dimension,
        {% for column in platform + ['value'] -%}
        {{ column if column in columns else
            'cast(null as ' ~ dbt.type_string() ~ ')' }} as {{ column }},
        {% endfor -%}
        {% for name in counts -%}
        cast(sum({{ name }}) as bigint) as {{ name }},
        {% endfor -%}
        count(distinct user_key) as called_users,
        count(distinct case when delivered_calls > 0 then user_key end)
            as delivered_users
    from {{ ref('int_dost__users_called') }}
    where dimension = '{{ part }}'
    {{ 'group by ' ~ columns | join(', ') if columns else 'having count(*) > 0' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    dimension,
    coalesce(organization_id || ' ' || data_source, 'all') as platform,
    coalesce(value, 'all') as value,
    organization_id,
    data_source,
    {{ counts | join(',\n    ') }},
    called_users,
    delivered_users,
    case when dimension = 'week' then cast(value as date) end as week_start_date
from counted
