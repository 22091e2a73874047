{# CTE `counted`: how many rows this build gave each mart of an area, marts without prefix. #}
{% macro rows_of_marts(area, marts) -%}
counted as (
    {% for mart in marts %}
    select
        '{{ mart }}' as table_name,
        count(*) as row_count
    from {{ ref(area ~ '__' ~ mart) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
