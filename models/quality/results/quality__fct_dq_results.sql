-- one row per run, engine, check, source, district and school
{{ config(materialized='view') }}
{% set columns = result_columns().keys() | list %}
with

runs as (
    select run_id, run_seq
    from {{ ref('quality__fct_dq_runs') }}
),

parts as (
    {% for part in ['quality__result_history', 'quality__test_results'] %}
    select {{ columns | join(', ') }}
    from {{ ref(part) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    parts.run_id,
    runs.run_seq,
    {% for column in columns[1:-1] -%}
    parts.{{ column }},
    {% endfor -%}
    parts.message
from parts
inner join runs
    on parts.run_id = runs.run_id
