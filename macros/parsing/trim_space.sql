{# The text without spaces, tabs, line ends and no-break spaces at either end. #}
{% macro trim_space(expression) -%}
    {{ return(adapter.dispatch('trim_space', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__trim_space(expression) -%}
    trim({{ expression }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160))
{%- endmacro %}

{% macro spark__trim_space(expression) -%}
    trim(both ' ' || char(9) || char(10) || char(13) || char(160) from {{ expression }})
{%- endmacro %}
