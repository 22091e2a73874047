{# The text at a top-level name of a JSON text; null when it is not there or null. #}
{% macro json_text(expression, name) -%}
    {{ return(adapter.dispatch('json_text', 'schoolhouse')(expression, name)) }}
{%- endmacro %}

{% macro default__json_text(expression, name) -%}
    json_extract_string({{ expression }}, '$."{{ name }}"')
{%- endmacro %}

{% macro spark__json_text(expression, name) -%}
    get_json_object({{ expression }}, '$.{{ name }}')
{%- endmacro %}
