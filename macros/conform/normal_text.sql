{# A name as it is compared: without capitals and spaces. Nothing else is evened out,
   because nothing may merge two persons. #}
{% macro normal_text(expression) -%}
    lower(replace({{ expression }}, ' ', ''))
{%- endmacro %}
