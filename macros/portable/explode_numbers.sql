{# In a select list: one row per whole number from 0 to the last, which may not be below 0. #}
{% macro explode_numbers(last_number) -%}
    {{ return(adapter.dispatch('explode_numbers', 'schoolhouse')(last_number)) }}
{%- endmacro %}

{% macro default__explode_numbers(last_number) -%}
    unnest(generate_series(0, {{ last_number }}))
{%- endmacro %}

{% macro spark__explode_numbers(last_number) -%}
    explode(sequence(0, {{ last_number }}))
{%- endmacro %}
