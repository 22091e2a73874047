-- one row per metric and rule on the records that it is made from
{% set counted_by = {} %}
{% for metric, parts in headline_metrics().items() %}
-- depends_on: {{ ref(parts.model) }}
{% do counted_by.update({metric: parts.model}) %}
{% endfor %}
{% for metric in district_metrics() %}
{% do counted_by.update({metric: 'met_' ~ metric}) %}
{% endfor %}
{% do counted_by.update({'program_effect': 'district__fct_program_effects'}) %}
with

rules as (
    select rule_id, severity, action, denominator_model
    from {{ ref('dq_rules') }}
    where retired_in is null
),

lineage as (
    {% for metric, model in counted_by.items() %}
    select
        '{{ metric }}' as metric,
        rule_id,
        severity,
        action
    from rules
    where denominator_model in ('{{ tables_behind(model) | join("', '") }}')
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from lineage
