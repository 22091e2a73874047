{# A text with a capital at the beginning of each word, all others small. #}
{% macro capitalized(expression) -%}
    {{ return(adapter.dispatch('capitalized', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__capitalized(expression) -%}
    initcap({{ expression }})
{%- endmacro %}

{# DuckDB has no initcap #}
{% macro duckdb__capitalized(expression) -%}
    array_to_string(
        list_transform(
            string_split(lower({{ expression }}), ' '),
            lambda word: upper(word[1]) || word[2:]
        ),
        ' '
    )
{%- endmacro %}
