{# What rows say together, whatever their order: a sum of 64 bits of MD5 of each of them,
   which changes when one of them does. Null of no rows. #}
{% macro rows_fingerprint(expression) -%}
    cast(sum({{ row_fingerprint(expression) }}) as {{ dbt.type_string() }})
{%- endmacro %}

{# The number of one row, where several sums are made of the same rows. #}
{% macro row_fingerprint(expression) -%}
    {{ return(adapter.dispatch('row_fingerprint', 'schoolhouse')(expression)) }}
{%- endmacro %}

{# md5_number_lower is the same number, in twice the time. #}
{% macro default__row_fingerprint(expression) -%}
    cast(md5_number({{ expression }}) >> 64 as hugeint)
{%- endmacro %}

{% macro spark__row_fingerprint(expression) -%}
    cast(conv(substring(md5({{ expression }}), 17, 16), 16, 10) as decimal(20, 0))
{%- endmacro %}
