-- one row per enrolment and period that it has reached: what was heard before its cut-off
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__period_loads')) }}"
) }}
{% set periods = engagement_periods() %}
{% set measures = [
    'delivered_calls', 'answered_calls', 'delivered_lessons', 'answered_lessons',
    'majority_lessons', 'full_lessons', 'unknown_lessons', 'listened_secs',
    'duration_secs',
] %}
with

loads as (
    {{ loads_to_build(ref('int_dost__period_loads')) }}
),

policies as (
    select
        -- the basis that completed_lessons follows
        max(case when is_default then completion_basis end) as completion_basis,
        max(case when completion_basis = 'majority' then min_share end)
            as majority_share,
        max(case when completion_basis = 'full' then min_share end) as full_share
    from {{ ref('completion_policies') }}
),

-- a period that is not built now has no cut-off here, so that no call is before it
cutoffs as (
    select
        user_program_key,
        {% for period in periods -%}
        max(case when period = '{{ period }}' then cutoff_date end)
            as {{ period }}_cutoff,
        {% endfor -%}
        max(cutoff_date) as last_cutoff
    from loads
    group by user_program_key
),

spelled as (
    select
        experiences.experience_key,
        cutoffs.*
    from cutoffs
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on cutoffs.user_program_key = experiences.user_program_key
),

delivered as (
    select
        spelled.user_program_key,
        calls.sequence_index,
        calls.call_date,
        calls.is_answered,
        calls.duration_secs,
        case when calls.is_answered then calls.listened_secs end as listened_secs,
        calls.is_answered
        and calls.listened_secs >= policies.majority_share * calls.duration_secs
            as is_majority,
        calls.is_answered
        and calls.listened_secs >= policies.full_share * calls.duration_secs as is_full,
        {% for period in periods -%}
        calls.call_date < spelled.{{ period }}_cutoff as is_before_{{ period }}
        {{- ',' if not loop.last }}
        {% endfor %}
    from {{ ref('engagement__fct_calls') }} as calls
    inner join spelled
        on calls.experience_key = spelled.experience_key
    cross join policies
    where
        calls.is_delivered
        and not calls.is_excluded
        and calls.call_date < spelled.last_cutoff
),

lessons as (
    select
        user_program_key,
        sequence_index,
        {% for period in periods -%}
        max(case when is_before_{{ period }} then duration_secs end)
            as {{ period }}_duration_secs,
        max(case when is_before_{{ period }} then listened_secs end)
            as {{ period }}_listened_secs,
        {% endfor -%}
        min(call_date) as first_delivered_date,
        min(case when is_answered then call_date end) as answered_date,
        min(case when is_majority then call_date end) as majority_date,
        min(case when is_full then call_date end) as full_date,
        min(case when is_answered and duration_secs is null then call_date end)
            as unmeasured_date
    from delivered
    where sequence_index is not null
    group by user_program_key, sequence_index
),

heard as (
    select
        {% for period in periods -%}
        {% set cutoff = 'cutoffs.' ~ period ~ '_cutoff' -%}
        {% for measure, reached_on in [
            ('delivered', 'first_delivered_date'), ('answered', 'answered_date'),
            ('majority', 'majority_date'), ('full', 'full_date'),
        ] -%}
        count(case when lessons.{{ reached_on }} < {{ cutoff }} then 1 end)
            as {{ period }}_{{ measure }}_lessons,
        {% endfor -%}
        count(case
            when
                lessons.unmeasured_date < {{ cutoff }}
                and coalesce(lessons.majority_date >= {{ cutoff }}, true)
                then 1
        end) as {{ period }}_unknown_lessons,
        sum(lessons.{{ period }}_listened_secs) as {{ period }}_listened_secs,
        sum(lessons.{{ period }}_duration_secs) as {{ period }}_duration_secs,
        {% endfor -%}
        cutoffs.user_program_key
    from lessons
    inner join cutoffs
        on lessons.user_program_key = cutoffs.user_program_key
    group by cutoffs.user_program_key
),

-- a call of an unknown lesson rang as well
called as (
    select
        {% for period in periods -%}
        count(case when is_before_{{ period }} then 1 end)
            as {{ period }}_delivered_calls,
        count(case when is_before_{{ period }} and is_answered then 1 end)
            as {{ period }}_answered_calls,
        {% endfor -%}
        user_program_key
    from delivered
    group by user_program_key
),

-- who was never called has heard nothing
measured as (
    {% for period in periods %}
    select
        loads.user_program_key,
        loads.period,
        {% for measure in measures -%}
        {% set table = 'called' if measure.endswith('_calls') else 'heard' -%}
        cast(coalesce({{ table }}.{{ period }}_{{ measure }}, 0) as integer)
            as {{ measure }},
        {% endfor -%}
        loads.cutoff_date,
        loads.load_key
    from loads
    left join called
        on loads.user_program_key = called.user_program_key
    left join heard
        on loads.user_program_key = heard.user_program_key
    where loads.period = '{{ period }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    measured.*,
    case policies.completion_basis
        when 'answered' then measured.answered_lessons
        when 'majority' then measured.majority_lessons
        when 'full' then measured.full_lessons
    end as completed_lessons,
    {{ significant_digits('measured.listened_secs / 60.0') }} as completed_minutes
from measured
cross join policies
