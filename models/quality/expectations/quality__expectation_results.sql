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
),

areas as (
    select requirement as area
    from {{ ref('int_quality__requirements_met') }}
    where requirement in ('benchmarking', 'roster')
    group by requirement
),

-- of a source that nobody sends, nothing is expected
asked as (
    select results.*
    from results
    left join areas
        on areas.area = case
            when results.table_name like 'benchmarking__%' then 'benchmarking'
            else 'roster'
        end
    where
        results.district_id is not null
        or (results.source is null and areas.area is not null)
)

select
    'expectation' as engine,
    rule_id,
    check_name,
    case
        when district_id is null then 'table' else {{ folder_unit() }}
    end as unit_type,
    coalesce(district_id, table_name) as unit_key,
    source,
    district_id,
    cast(null as {{ text }}) as school_key,
    checked,
    violations,
    status,
    cast(threshold as decimal(9, 4)) as threshold,
    message
from asked
