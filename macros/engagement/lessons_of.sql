{#
    A query with one row per enrolment and lesson that was delivered in it: who heard it, when
    and for how long, and what of that was before each cut-off.

    spells: relation with user_program_key and <period>_cutoff of the enrolments; of all,
        or only of those to be counted anew.
#}
{% macro lessons_of(spells) -%}
{%- set periods = engagement_periods() -%}
with

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
    from {{ spells }} as spells
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
)

select
    user_program_key,
    sequence_index,
    max(duration_secs) as duration_secs,
    max(listened_secs) as listened_secs,
    max(case
        when duration_secs > 0 then cast(listened_secs as double) / duration_secs
    end) as best_share,
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
{%- endmacro %}
