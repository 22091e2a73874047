-- one row per enrolment and period: what was heard before its cut-off
{% set periods = engagement_periods() %}
with

-- the basis that completed_lessons follows
policy as (
    select max(completion_basis) as completion_basis
    from {{ ref('completion_policies') }}
    where is_default
),

heard as (
    {% for period in periods %}
    select
        user_program_key,
        '{{ period }}' as period,
        sum(case when {{ period }}_delivered_calls > 0 then 1 else 0 end)
            as delivered_lessons,
        sum(case when {{ period }}_answered_calls > 0 then 1 else 0 end)
            as answered_lessons,
        sum(case when {{ period }}_is_majority then 1 else 0 end) as majority_lessons,
        sum(case when {{ period }}_is_full then 1 else 0 end) as full_lessons,
        sum(case
            when {{ period }}_is_unmeasured and not {{ period }}_is_majority then 1
            else 0
        end) as unknown_lessons,
        sum(coalesce({{ period }}_listened_secs, 0)) as listened_secs,
        sum(coalesce({{ period }}_duration_secs, 0)) as duration_secs
    from {{ ref('int_dost__lessons') }}
    group by user_program_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a call of an unknown lesson rang as well
called as (
    select
        {% for period in periods -%}
        sum(case when calls.call_date < spells.{{ period }}_cutoff then 1 else 0 end)
            as {{ period }}_delivered_calls,
        sum(case
            when
                calls.is_answered
                and calls.call_date < spells.{{ period }}_cutoff
                then 1
            else 0
        end) as {{ period }}_answered_calls,
        {% endfor -%}
        spells.user_program_key
    from {{ ref('engagement__fct_calls') }} as calls
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on calls.experience_key = experiences.experience_key
    inner join {{ ref('int_dost__spells') }} as spells
        on experiences.user_program_key = spells.user_program_key
    where calls.is_delivered and not calls.is_excluded
    group by spells.user_program_key
),

spells as (
    {% for period in periods %}
    select
        spells.user_program_key,
        '{{ period }}' as period,
        spells.{{ period }}_cutoff as cutoff_date,
        spells.{{ period }}_eligible as is_eligible,
        called.{{ period }}_delivered_calls as delivered_calls,
        called.{{ period }}_answered_calls as answered_calls
    from {{ ref('int_dost__spells') }} as spells
    left join called
        on spells.user_program_key = called.user_program_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

measured as (
    select
        spells.user_program_key,
        spells.period,
        spells.is_eligible,
        {% for table, measure in [
            ('spells', 'delivered_calls'), ('spells', 'answered_calls'),
            ('heard', 'delivered_lessons'), ('heard', 'answered_lessons'),
            ('heard', 'majority_lessons'), ('heard', 'full_lessons'),
            ('heard', 'unknown_lessons'), ('heard', 'listened_secs'),
            ('heard', 'duration_secs'),
        ] -%}
        -- who was never called has heard nothing; of who is not there yet nobody knows
        case
            when spells.is_eligible
                then cast(coalesce({{ table }}.{{ measure }}, 0) as integer)
        end as {{ measure }},
        {% endfor -%}
        spells.cutoff_date
    from spells
    left join heard
        on spells.user_program_key = heard.user_program_key
        and spells.period = heard.period
)

select
    measured.*,
    case policy.completion_basis
        when 'answered' then measured.answered_lessons
        when 'majority' then measured.majority_lessons
        when 'full' then measured.full_lessons
    end as completed_lessons,
    {{ significant_digits('measured.listened_secs / 60.0') }} as completed_minutes
from measured
cross join policy
