-- one row per enrolment and lesson that was delivered in it
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__spell_loads')) }}"
) }}
{% set periods = engagement_periods() %}
with

loads as (
    {{ loads_to_build(ref('int_dost__spell_loads')) }}
),

policies as (
    select
        max(case when completion_basis = 'majority' then min_share end)
            as majority_share,
        max(case when completion_basis = 'full' then min_share end) as full_share
    from {{ ref('completion_policies') }}
),

spelled as (
    select
        experiences.experience_key,
        {% for period in periods -%}
        spells.{{ period }}_cutoff,
        {% endfor -%}
        spells.user_program_key
    from loads
    inner join {{ ref('int_dost__spells') }} as spells
        on loads.user_program_key = spells.user_program_key
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on spells.user_program_key = experiences.user_program_key
),

delivered as (
    select
        spelled.user_program_key,
        coalesce(calls.started_at, calls.attempted_at, calls.planned_at) as heard_at,
        calls.is_answered,
        calls.duration_secs,
        case when calls.is_answered then calls.listened_secs end as listened_secs,
        calls.is_answered
        and calls.listened_secs >= policies.majority_share * calls.duration_secs
            as is_majority,
        calls.is_answered
        and calls.listened_secs >= policies.full_share * calls.duration_secs as is_full,
        {% for period in periods -%}
        calls.call_date < spelled.{{ period }}_cutoff as is_before_{{ period }},
        {% endfor -%}
        calls.sequence_index
    from {{ ref('engagement__fct_calls') }} as calls
    inner join spelled
        on calls.experience_key = spelled.experience_key
    cross join policies
    where
        calls.is_delivered
        and not calls.is_excluded
        and calls.sequence_index is not null
),

lessons as (
    select
        user_program_key,
        sequence_index,
        max(duration_secs) as duration_secs,
        max(listened_secs) as listened_secs,
        {% for period in periods -%}
        max(case when is_before_{{ period }} then duration_secs end)
            as {{ period }}_duration_secs,
        max(case when is_before_{{ period }} then listened_secs end)
            as {{ period }}_listened_secs,
        {% endfor -%}
        min(heard_at) as first_delivered_at,
        min(case when is_answered then heard_at end) as answered_completed_at,
        min(case when is_majority then heard_at end) as majority_completed_at,
        min(case when is_full then heard_at end) as full_completed_at,
        min(case when is_answered and duration_secs is null then heard_at end)
            as unmeasured_at
    from delivered
    group by user_program_key, sequence_index
)

select
    lessons.*,
    loads.load_key
from lessons
inner join loads
    on lessons.user_program_key = loads.user_program_key
