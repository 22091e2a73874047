{# The day of the week of a date or time, 1 for Monday to 7 for Sunday, as ISO 8601 has it. #}
{% macro iso_weekday(expression) -%}
    {{ return(adapter.dispatch('iso_weekday', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__iso_weekday(expression) -%}
    cast(extract(isodow from {{ expression }}) as integer)
{%- endmacro %}

{% macro spark__iso_weekday(expression) -%}
    weekday({{ expression }}) + 1
{%- endmacro %}
