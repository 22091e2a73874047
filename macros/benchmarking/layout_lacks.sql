{#
    Whether the layout of an academies return has no such line: staging names it in
    missing_lines, a JSON list.
#}
{% macro layout_lacks(line) -%}
    coalesce(missing_lines like '%"{{ line }}"%', false)
{%- endmacro %}
