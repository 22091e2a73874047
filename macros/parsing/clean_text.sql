{# The text without surrounding white space; null for an empty text and for the texts
   that source systems write where a value is missing (var null_texts). #}
{% macro clean_text(expression) -%}
    {{ return(adapter.dispatch('clean_text', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__clean_text(expression) -%}
    {%- set trimmed = trim_space(expression) -%}
    case
        when {{ trimmed }} in ('' {%- for text in var('null_texts') %}, '{{ text }}'{% endfor %})
            then null
        else {{ trimmed }}
    end
{%- endmacro %}
