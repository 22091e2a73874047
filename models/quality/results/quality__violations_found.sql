-- one row per violation found in this build, by rule models or while landing
{{ config(materialized='view') }}
with

found as (
    select
        'sql' as engine,
        {{ violation_columns() | join(', ') }}
    from {{ ref('int_quality__row_violations') }}
    {% for model in finance_rule_models() + level_3_rule_models() %}
    union all
    select
        'sql' as engine,
        {{ violation_columns() | join(', ') }}
    from {{ ref(model) }}
    {% endfor %}
    union all
    select
        'landing' as engine,
        {{ violation_columns() | join(', ') }}
    from {{ ref('quality__landing_violations') }}
),

rules as (
    select rule_id, severity, action
    from {{ ref('dq_rules') }}
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

-- a waiver without an entity is for the whole district
waived as (
    select found.fingerprint
    from found
    inner join {{ ref('dq_waivers') }} as waivers
        on
        found.rule_id = waivers.rule_id
        and found.district_id = waivers.district_id
        and found.entity_key = coalesce(waivers.entity_key, found.entity_key)
    inner join as_of
        on waivers.until > as_of.as_of_date
    group by found.fingerprint
),

final as (
    select
        found.*,
        rules.severity,
        rules.action,
        waived.fingerprint is not null as is_waived
    from found
    inner join rules
        on found.rule_id = rules.rule_id
    left join waived
        on found.fingerprint = waived.fingerprint
)

select * from final
