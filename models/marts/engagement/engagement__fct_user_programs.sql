-- one row per user, programme and enrolment: outcomes after months, and at the end
{% set measures = [
    'delivered_lessons', 'completed_lessons', 'answered_lessons', 'majority_lessons',
    'full_lessons', 'unknown_lessons', 'completed_minutes',
] %}
with

periods as (
    select
        {% for period in outcome_periods() -%}
        {% for measure in measures -%}
        max(case when period = '{{ period }}' then {{ measure }} end)
            as {{ period }}_{{ measure }},
        {% endfor -%}
        {% endfor -%}
        user_program_key
    from {{ ref('int_dost__user_program_periods') }}
    group by user_program_key
)

select
    spells.user_program_key,
    spells.user_key,
    spells.program_key,
    spells.spell_number,
    spells.partner_org_key,
    spells.partner_source,
    spells.program_status,
    spells.has_partner_conflict,
    spells.is_start_assumed,
    spells.delivered_calls,
    spells.answered_calls,
    {% for period in outcome_periods() -%}
    spells.{{ period }}_eligible,
    {% for measure in measures -%}
    periods.{{ period }}_{{ measure }},
    {% endfor -%}
    {% endfor -%}
    users.created_on,
    cast({{ dbt.date_trunc('month', 'spells.program_start_date') }} as date)
        as cohort_month,
    spells.program_start_date,
    spells.month1_date,
    spells.month3_date,
    spells.month5_date,
    spells.scheduled_end_date,
    spells.program_end_date,
    spells.eop_date,
    spells.first_delivered_date,
    spells.last_delivered_date,
    spells.last_answered_date,
    spells.last_call_date
from {{ ref('int_dost__spells') }} as spells
left join periods
    on spells.user_program_key = periods.user_program_key
left join {{ ref('engagement__dim_users') }} as users
    on spells.user_key = users.user_key
