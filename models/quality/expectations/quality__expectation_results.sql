-- one row per expectation and delivery in this build
{% set text = dbt.type_string() %}
with

results as (
    {% for gate in ['py_landing_expectations', 'py_mart_expectations'] %}
    select
        rule_id,
        check_name,
        table_name,
        source,
        district_id,
        checked,
        violations,
        status,
        threshold,
        message
    from {{ ref(gate) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    'expectation' as engine,
    rule_id,
    check_name,
    case when district_id is null then 'table' else 'district' end as unit_type,
    coalesce(district_id, table_name) as unit_key,
    source,
    district_id,
    cast(null as {{ text }}) as school_key,
    checked,
    violations,
    status,
    cast(threshold as decimal(9, 4)) as threshold,
    message
from results
