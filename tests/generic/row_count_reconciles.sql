{% test row_count_reconciles(
    model, compare_to, measure="count(*)", min_ratio=none, max_ratio=none
) %}

{# a relation behaves like a mapping too, so look for the key, not for the type #}
{% set parts = [] %}
{% for part in ([compare_to] if compare_to is mapping else compare_to) %}
    {% do parts.append(part if "relation" in part else {"relation": part}) %}
{% endfor %}
{% if parts | length == 0 %}
    {{ exceptions.raise_compiler_error("row_count_reconciles: compare_to is empty") }}
{% endif %}

with

model_counts as (
    select coalesce({{ measure }}, 0) as model_count
    from {{ model }}
),

{% for part in parts %}
part_{{ loop.index }} as (
    select coalesce({{ part.get("measure", "count(*)") }}, 0) as part_count
    from {{ part["relation"] }}
    {%- if part.get("where") %}
    where {{ part["where"] }}
    {%- endif %}
),

{% endfor %}
compared as (
    select
        model_counts.model_count,
        {% for part in parts -%}
        part_{{ loop.index }}.part_count{{ " + " if not loop.last }}
        {%- endfor %} as compared_count,
        {% for part in parts -%}
        {{ dbt.string_literal(part["relation"].identifier ~ " ") }}
        || cast(part_{{ loop.index }}.part_count as {{ dbt.type_string() }})
        {{- " || ' + ' || " if not loop.last }}
        {%- endfor %} as compared_parts
    from model_counts
    {%- for part in parts %}
    cross join part_{{ loop.index }}
    {%- endfor %}
)

select
    model_count,
    compared_count,
    model_count - compared_count as count_difference,
    compared_parts
from compared
where
    {%- if min_ratio is none and max_ratio is none %}
    model_count <> compared_count
    {%- else %}
    {%- if min_ratio is not none %}
    model_count < {{ min_ratio }} * compared_count
    {%- endif %}
    {{- "\n    or" if min_ratio is not none and max_ratio is not none }}
    {%- if max_ratio is not none %}
    model_count > {{ max_ratio }} * compared_count
    {%- endif %}
    {%- endif %}

{% endtest %}
