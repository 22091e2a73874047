-- What: every rule model has the columns of a violation, all of them, in their order.
-- Why it matters: findings are put together by these columns; a rule with another shape
--   would be missing in scorecards and reports.
-- How to fix: select the columns that the macro violation_columns lists.
{% set models = rule_models() + finance_rule_models() + level_3_rule_models() %}
{% set wanted = violation_columns() | join(', ') %}
with

shapes as (
    {% for model in models %}
    {% set columns = adapter.get_columns_in_relation(ref(model)) %}
    select
        '{{ model }}' as model_name,
        '{{ columns | map(attribute="name") | join(", ") }}' as columns_found
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from shapes
where columns_found <> '{{ wanted }}'
