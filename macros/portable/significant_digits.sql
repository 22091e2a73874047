{# A double to 10 significant digits, as tables publish it: the last bits of a sum differ
   from one run to the next. #}
{% macro significant_digits(expression) -%}
    {{ return(adapter.dispatch('significant_digits', 'schoolhouse')(expression)) }}
{%- endmacro %}

{# nothing is rounded at 0, which has no logarithm #}
{% macro default__significant_digits(expression) -%}
    coalesce(
        round({{ expression }}, 9 - cast(
            floor(log10(nullif(abs({{ expression }}), 0))) as {{ dbt.type_int() }}
        )),
        {{ expression }}
    )
{%- endmacro %}

{% macro spark__significant_digits(expression) -%}
    cast(format_string('%.9e', {{ expression }}) as double)
{%- endmacro %}
