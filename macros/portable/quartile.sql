{# The first, second or third quartile of a group, interpolated (percentile_cont). DuckDB
   sorts once for the three of them. #}
{% macro quartile(expression, number) -%}
    {{ return(adapter.dispatch('quartile', 'schoolhouse')(expression, number)) }}
{%- endmacro %}

{% macro default__quartile(expression, number) -%}
    quantile_cont({{ expression }}, [0.25, 0.5, 0.75])[{{ number }}]
{%- endmacro %}

{% macro spark__quartile(expression, number) -%}
    percentile_cont({{ number / 4 }}) within group (order by {{ expression }})
{%- endmacro %}
