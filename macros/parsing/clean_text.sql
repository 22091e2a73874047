{# The text without surrounding white space; null for an empty text and for the texts
   that source systems write where a value is missing (var null_texts). #}
{% macro clean_text(expression) -%}
    {{ return(adapter.dispatch('clean_text', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__clean_text(expression) -%}
    {#- The simple form of case is several times faster in DuckDB than an in list. -#}
    {%- set trimmed = trim_space(expression) -%}
    case {{ trimmed }}
        when '' then null
        {%- for text in var('null_texts') %}
        when {{ dbt.string_literal(text) }} then null
        {%- endfor %}
        else {{ trimmed }}
    end
{%- endmacro %}
