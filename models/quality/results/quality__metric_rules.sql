-- one row per headline metric and rule on the records that it is made from
{% for metric, parts in headline_metrics().items() %}
-- depends_on: {{ ref(parts.model) }}
{% endfor %}
with

rules as (
    select rule_id, severity, action, denominator_model
    from {{ ref('dq_rules') }}
    where retired_in is null
),

lineage as (
    {% for metric, parts in headline_metrics().items() %}
    select
        '{{ metric }}' as metric,
        rule_id,
        severity,
        action
    from rules
    where denominator_model in ('{{ tables_behind(parts.model) | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from lineage
