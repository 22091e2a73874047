-- one row per metric, period and cell of EngagementMetric, before anything is hidden
{% set dimensions = [
    'platform', 'channel', 'partner_org', 'program', 'cohort_month', 'geography',
] %}
{% set cells = [
    [], ['platform'], ['platform', 'channel', 'partner_org'], ['platform', 'program'],
    ['cohort_month'], ['channel'], ['geography'],
    ['platform', 'channel', 'partner_org', 'program', 'cohort_month'],
] %}
{# metric, its periods, numerator, denominator, whose quartiles #}
{% set outcomes = 'period in (\'' ~ outcome_periods() | join('\', \'') ~ '\')' %}
{% set metrics = [
    ('engaged_share', outcomes, 'engaged_spells', 'spells', none),
    ('response_rate', outcomes, 'answered_calls', 'delivered_calls', none),
    ('listen_rate', outcomes, 'listened_secs', 'duration_secs', none),
    ('mean_user_listen_rate', outcomes, 'listen_rates', 'spells_with_rate', none),
    ('completed_lessons', outcomes, 'completed_lessons', 'spells', 'lessons_{}'),
    ('completed_minutes', outcomes, 'listened_secs / 60.0', 'spells', 'secs_{} / 60.0'),
    ('completion_share', "period = 'eop'", 'completed_spells', 'spells', none),
    ('activation_share', "period = 'day15'", 'active_spells', 'spells', none),
    ('answers_prompts_share', "period = 'day15'", 'answering_spells', 'spells', none),
    ('calls_back_share', "period = 'day15'", 'ringing_spells', 'spells', none),
] %}
{% set counts = [
    'engaged_spells', 'completed_spells', 'active_spells', 'answering_spells',
    'ringing_spells', 'answered_calls', 'delivered_calls', 'listened_secs',
    'duration_secs', 'completed_lessons',
] %}
{% set quartiles = [] %}
{% for name in ['p25', 'p50', 'p75'] %}
{% do quartiles.append(('lessons_' ~ name, loop.index, 'completed_lessons')) %}
{% do quartiles.append(('secs_' ~ name, loop.index, 'listened_secs')) %}
{% endfor %}
{% set by_cell = 'grouping sets ((' ~ cells | map('join', ', ') | join('), (') ~ '))' %}
with

spells as (
    select *
    from {{ ref('int_dost__spells_labelled') }}
),

outcomes as (
    select
        user_program_key,
        period,
        delivered_calls,
        answered_calls,
        listened_secs,
        duration_secs,
        completed_lessons,
        case
            when duration_secs > 0 then cast(listened_secs as double) / duration_secs
        end as listen_rate,
        case
            when
                duration_secs > 0
                and listened_secs
                >= {{ engagement_parameter('engaged_min_listen') }} * duration_secs
                then 1
            else 0
        end as engaged_spells,
        0 as active_spells,
        0 as answering_spells,
        0 as ringing_spells
    from {{ ref('int_dost__user_program_periods') }}
    where period <> 'day15'
),

activations as (
    select
        periods.user_program_key,
        periods.period,
        0 as delivered_calls,
        0 as answered_calls,
        0 as listened_secs,
        0 as duration_secs,
        0 as completed_lessons,
        cast(null as double) as listen_rate,
        0 as engaged_spells,
        case
            when
                periods.answered_calls
                >= {{ engagement_parameter('activation_min_response') }}
                * periods.delivered_calls
                and periods.majority_lessons
                >= {{ engagement_parameter('activation_min_heard') }}
                * periods.delivered_lessons
                and periods.delivered_lessons > 0
                then 1
            else 0
        end as active_spells,
        case
            when
                first_days.prompts_answered
                >= {{ engagement_parameter('activation_min_prompts') }}
                * first_days.prompts_heard
                and first_days.prompts_heard > 0
                then 1
            else 0
        end as answering_spells,
        case when first_days.is_rung_back then 1 else 0 end as ringing_spells
    from {{ ref('int_dost__user_program_periods') }} as periods
    inner join {{ ref('int_dost__first_days') }} as first_days
        on periods.user_program_key = first_days.user_program_key
    where
        periods.period = 'day15'
        and periods.delivered_calls
        >= {{ engagement_parameter('activation_min_delivered') }}
),

measured as (
    select * from outcomes
    union all
    select * from activations
),

labelled as (
    select
        spells.{{ dimensions | join(',\n        spells.') }},
        spells.user_key,
        spells.is_only,
        case when spells.program_status = 'completed' then 1 else 0 end
            as completed_spells,
        measured.*
    from measured
    inner join spells
        on measured.user_program_key = spells.user_program_key
),

summed as (
    select
        period,
        {% for dimension in dimensions -%}
        coalesce({{ dimension }}, 'all') as {{ dimension }},
        {% endfor -%}
        count(*) as spells,
        count(listen_rate) as spells_with_rate,
        count(case when is_only then 1 end) as only_users,
        count(case when is_only then listen_rate end) as only_users_with_rate,
        {% for count in counts -%}
        cast(sum({{ count }}) as bigint) as {{ count }},
        {% endfor -%}
        {% for name, number, amount in quartiles -%}
        {{ quartile(amount, number) }} as {{ name }},
        {% endfor -%}
        -- the same in every order, and exact to 10 digits for who heard seconds
        cast(sum(cast(listen_rate as decimal(28, 16))) as double) as listen_rates
    from labelled
    group by period, {{ by_cell }}
),

-- who has one enrolment is one person; the others are few, and told apart by their key
others as (
    select
        period,
        {% for dimension in dimensions -%}
        coalesce({{ dimension }}, 'all') as {{ dimension }},
        {% endfor -%}
        count(distinct user_key) as users,
        count(distinct case when listen_rate is not null then user_key end)
            as users_with_rate
    from labelled
    where not is_only
    group by period, {{ by_cell }}
),

counted as (
    select
        summed.*,
        summed.only_users + coalesce(others.users, 0) as users,
        summed.only_users_with_rate + coalesce(others.users_with_rate, 0)
            as users_with_rate
    from summed
    left join others
        on summed.period = others.period
        {%- for dimension in dimensions %}
        and summed.{{ dimension }} = others.{{ dimension }}
        {%- endfor %}
),

{% for name, periods, numerator, denominator, whose in metrics %}
{{ name }} as (
    select
        '{{ name }}' as metric_name,
        period,
        {{ dimensions | join(',\n        ') }},
        {{ significant_digits('cast(' ~ numerator ~ ' as double)') }} as numerator,
        {{ denominator }} as denominator,
        {{ significant_digits(
            'cast(' ~ numerator ~ ' as double) / nullif(' ~ denominator ~ ', 0)'
        ) }} as value,
        {% for quartile in ['p25', 'p50', 'p75'] -%}
        {% if whose -%}
        {{ significant_digits(whose.format(quartile)) }} as {{ quartile }},
        {% else -%}
        cast(null as double) as {{ quartile }},
        {% endif -%}
        {% endfor -%}
        {{ 'users_with_rate' if denominator == 'spells_with_rate' else 'users' }}
            as n_users,
        {{ 'true' if name.endswith('_share') else 'false' }} as is_share
    from counted
    where {{ periods }}
),
{% endfor %}

metrics as (
    {% for metric in metrics -%}
    select * from {{ metric[0] }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from metrics
where denominator > 0
