{# In a select list: one row per day of the half-open span, as a date. The span must not be
   empty or reversed. #}
{% macro explode_days(start_date, end_date) -%}
    {{ return(adapter.dispatch('explode_days', 'schoolhouse')(start_date, end_date)) }}
{%- endmacro %}

{% macro default__explode_days(start_date, end_date) -%}
    cast(
        unnest(generate_series({{ start_date }}, {{ end_date }} - interval 1 day, interval 1 day))
        as date
    )
{%- endmacro %}

{% macro spark__explode_days(start_date, end_date) -%}
    explode(sequence({{ start_date }}, date_sub({{ end_date }}, 1)))
{%- endmacro %}
