{# A number with up to six decimals from text; null when the text is none. #}
{% macro parse_decimal(expression) -%}
    try_cast({{ clean_text(expression) }} as decimal(18, 6))
{%- endmacro %}
