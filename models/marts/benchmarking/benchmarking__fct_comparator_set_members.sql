-- one row per base run, run, method, school, type of set and rank
{%- set columns = [
    'run_id', 'run_type', 'comparator_method', 'urn', 'set_type', 'rank',
    'comparator_urn', 'distance', 'reason', 'target_filled', 'comparator_filled',
] %}
with

default_sets as (
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        run_id as base_run_id
    from {{ ref('py_comparator_sets') }}
),

custom_sets as (
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        base_run_id
    from {{ ref('py_custom_comparator_sets') }}
),

members as (
    select * from default_sets
    union all
    select * from custom_sets
)

select * from members
