-- one row per enrolment: the load that its months, lessons and steps back are made from
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

levels as (
    select
        {{ rows_fingerprint(
            "level_rule || ' ' || level || cast(position as " ~ dbt.type_string()
            ~ ") || ' ' || cast(min_response as " ~ dbt.type_string()
            ~ ") || ' ' || cast(min_listen as " ~ dbt.type_string() ~ ")"
        ) }} as fingerprint
    from {{ ref('engagement_levels') }}
),

-- steps back are looked for with this parameter
rules as (
    select
        {{ rows_fingerprint('cast(value as ' ~ dbt.type_string() ~ ')') }}
            as fingerprint
    from {{ ref('dq_parameters') }}
    where rule_id = 'ENG-010'
),

calls as (
    select
        experiences.user_program_key,
        {{ rows_fingerprint('called.load_key || called.experience_key') }}
            as fingerprint
    from {{ ref('int_dost__experience_loads') }} as called
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on called.experience_key = experiences.experience_key
    group by experiences.user_program_key
),

lasting as (
    select
        spells.user_program_key,
        spells.program_start_date,
        spells.last_call_date,
        as_of.as_of_date,
        least(spells.eop_date, as_of.as_of_date) as last_date,
        {{ months_completed(
            'spells.program_start_date',
            'least(spells.eop_date, as_of.as_of_date)',
        ) }} as last_month
    from {{ ref('int_dost__spells') }} as spells
    cross join as_of
),

-- what is counted of an enrolment depends on its start, the loads of its calls, the
-- levels and the rule; of the as-of date, on the months and calls that it has reached
keyed as (
    select
        lasting.user_program_key,
        lasting.program_start_date,
        lasting.last_month,
        lasting.program_start_date <= lasting.as_of_date as has_begun,
        lasting.as_of_date < {{ dbt.dateadd(
            'month',
            'cast(lasting.last_month as integer) + 1',
            'lasting.program_start_date',
        ) }} as is_censored,
        least(
            lasting.last_date,
            coalesce(lasting.last_call_date, lasting.program_start_date)
        ) as last_counted_date,
        calls.fingerprint as calls_fingerprint,
        levels.fingerprint as levels_fingerprint,
        rules.fingerprint as rules_fingerprint
    from lasting
    cross join levels
    cross join rules
    left join calls
        on lasting.user_program_key = calls.user_program_key
)

{% set texts = ['user_program_key'] %}
{% for state in [
    'program_start_date', 'last_month', 'has_begun', 'is_censored', 'last_counted_date',
    'calls_fingerprint', 'levels_fingerprint', 'rules_fingerprint',
] %}
{% do texts.append('coalesce(cast(' ~ state ~ ' as ' ~ dbt.type_string() ~ "), '')") %}
{% endfor %}
select
    user_program_key,
    {{ surrogate_key(texts) }} as load_key
from keyed
