{# SHA-256 of a text, hexadecimal. #}
{% macro sha256(expression) -%}
    {{ return(adapter.dispatch('sha256', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__sha256(expression) -%}
    sha256({{ expression }})
{%- endmacro %}

{% macro spark__sha256(expression) -%}
    sha2({{ expression }}, 256)
{%- endmacro %}
