-- one row per dimension, platform and value, or all of them: calls made and answered
{% set sets = {
    'week': 'organization_id, data_source, week_start_date',
    'platform': 'organization_id, data_source',
    'hour': 'call_hour',
    'weekday': 'call_weekday',
    'attempt': 'attempt',
} %}
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
{% set week = 'cast(' ~ dbt.date_trunc('week', 'call_date') ~ ' as date)' %}
{% set calls_that_count -%}
from {{ ref('engagement__fct_calls') }}
where
    not is_excluded
    and call_type in ('outbound', 'missed_call')
    and call_date is not null
{%- endset %}
{% set rang = 'max(case when ' ~ counts.delivered ~ ' then 1 else 0 end) as rang' %}
{% set users -%}
count(*) as called_users,
count(case when rang = 1 then 1 end) as delivered_users
{%- endset %}
with

-- five million calls: they are added up once, by all that they are asked for
calls as (
    select
        organization_id,
        data_source,
        call_type,
        call_hour,
        call_weekday,
        attempt,
        is_delivered,
        is_answered,
        call_date,
        count(*) as calls
    {{ calls_that_count }}
    group by
        organization_id,
        data_source,
        call_type,
        call_hour,
        call_weekday,
        attempt,
        is_delivered,
        is_answered,
        call_date
),

weekly as (
    select
        *,
        {{ week }} as week_start_date
    from calls
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
        coalesce(call_hour, call_weekday, attempt) as number,
        {% for what, condition in counts.items() -%}
        cast(sum(case when {{ condition }} then calls else 0 end) as bigint)
            as {{ what }}_calls,
        {% endfor -%}
        organization_id,
        data_source,
        week_start_date
    from weekly
    group by
        grouping sets (
            (),
            {%- for columns in sets.values() %}
            ({{ columns }}){{ ',' if not loop.last }}
            {%- endfor %}
        )
),

-- a user's rows are counted, one of each value, because distinct keys cost far more; a
-- user is of one platform
user_weeks as (
    select
        user_key,
        {{ week }} as week_start_date,
        min(organization_id) as organization_id,
        min(data_source) as data_source,
        {{ rang }}
    {{ calls_that_count }}
    group by user_key, {{ week }}
),

user_platforms as (
    select
        user_key,
        organization_id,
        data_source,
        max(rang) as rang
    from user_weeks
    group by user_key, organization_id, data_source
),

user_moments as (
    select
        user_key,
        {{ moments.values() | join(',\n        ') }},
        {{ rang }}
    {{ calls_that_count }}
    group by user_key, {{ moments.values() | join(', ') }}
),

{% for dimension, column in moments.items() -%}
user_{{ dimension }}s as (
    select
        user_key,
        {{ column }},
        max(rang) as rang
    from user_moments
    group by user_key, {{ column }}
),

{% endfor -%}
users as (
    {% for dimension, columns in sets.items() -%}
    select
        '{{ dimension }}' as dimension,
        {% if dimension in moments -%}
        'all' as platform,
        cast({{ columns }} as {{ dbt.type_string() }}) as value,
        {% else -%}
        organization_id || ' ' || data_source as platform,
        {{
            'cast(week_start_date as ' ~ dbt.type_string() ~ ')'
            if dimension == 'week' else "'all'"
        }} as value,
        {% endif -%}
        {{ users }}
    from user_{{ dimension }}s
    group by {{ columns }}
    union all
    {% endfor -%}
    select
        'all' as dimension,
        'all' as platform,
        'all' as value,
        {{ users }}
    from user_platforms
),

named as (
    select
        *,
        coalesce(organization_id || ' ' || data_source, 'all') as platform,
        coalesce(
            cast(week_start_date as {{ dbt.type_string() }}),
            cast(number as {{ dbt.type_string() }}),
            'all'
        ) as value
    from counted
    -- a call without an attempt's number is in no attempt
    where number is not null or dimension in ('week', 'platform', 'all')
)

select
    named.dimension,
    named.platform,
    named.value,
    named.organization_id,
    named.data_source,
    {% for what in counts -%}
    named.{{ what }}_calls,
    {% endfor -%}
    users.called_users,
    users.delivered_users,
    named.week_start_date
from named
inner join users
    on named.dimension = users.dimension
    and named.platform = users.platform
    and named.value = users.value
