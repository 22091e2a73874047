{# The sum of all cost lines, a blank line being 0; arguments as in category_cost. #}
{% macro total_expenditure(prefix='', suffix='', academies_only=false) -%}
    {%- set parts = [] -%}
    {%- for category in cost_categories() -%}
        {%- do parts.append(
            category_cost(category.key, prefix, suffix, academies_only)
        ) -%}
    {%- endfor -%}
    ({{ parts | join(' + ') }})
{%- endmacro %}
