{# What rows say together, whatever their order: a sum of 64 bits of MD5 of each of them,
   which changes when one of them does. Null of no rows. #}
{% macro rows_fingerprint(expression) -%}
    {{ return(adapter.dispatch('rows_fingerprint', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__rows_fingerprint(expression) -%}
    cast(sum(md5_number_lower({{ expression }})) as {{ dbt.type_string() }})
{%- endmacro %}

{% macro spark__rows_fingerprint(expression) -%}
    cast(sum(cast(
        conv(substring(md5({{ expression }}), 17, 16), 16, 10) as decimal(20, 0)
    )) as {{ dbt.type_string() }})
{%- endmacro %}
