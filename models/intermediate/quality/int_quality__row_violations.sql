-- one row per violation of a rule of level 1 or 2 on district data, with what the rule does
with

violations as (
    {% for model in rule_models() %}
    select {{ violation_columns() | join(', ') }}
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

rules as (
    select rule_id, severity, action
    from {{ ref('dq_rules') }}
)

select
    violations.*,
    rules.severity,
    rules.action
from violations
left join rules
    on violations.rule_id = rules.rule_id
