-- one row per violation found in this build, by rule models or while landing
{{ config(materialized='view') }}
with

found as (
    select
        'sql' as engine,
        {{ violation_columns() | join(', ') }}
    from {{ ref('int_quality__row_violations') }}
    {% for model in
        finance_rule_models() + engagement_rule_models() + level_3_rule_models()
    %}
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

waivers as (
    select rule_id, district_id, entity_key, status
    from {{ ref('int_quality__waivers_listed') }}
    where is_in_force
),

waived as (
    select
        found.fingerprint,
        min(waivers.status) as waiver
    from found
    inner join waivers
        on
        found.rule_id = waivers.rule_id
        and found.district_id = waivers.district_id
        and found.entity_key = coalesce(waivers.entity_key, found.entity_key)
    group by found.fingerprint
),

blocked as (
    select
        source,
        district_id,
        rule_id
    from {{ ref('quality__blocked_sources') }}
    group by source, district_id, rule_id
),

-- what would stop a source, and is too rare to, is a minor fault
final as (
    select
        found.*,
        case
            when rules.action = 'stop' and blocked.rule_id is null then 'minor'
            else rules.severity
        end as severity,
        case
            when rules.action = 'stop' and blocked.rule_id is null then 'flag'
            else rules.action
        end as action,
        waived.waiver,
        waived.waiver is not null as is_waived
    from found
    left join rules
        on found.rule_id = rules.rule_id
    left join blocked
        on
        found.rule_id = blocked.rule_id
        and found.source = blocked.source
        and found.district_id = blocked.district_id
    left join waived
        on found.fingerprint = waived.fingerprint
)

select * from final
