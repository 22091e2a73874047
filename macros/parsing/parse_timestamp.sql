{# A UTC timestamp from ISO 8601 text; null when the text is none. #}
{% macro parse_timestamp(expression) -%}
    try_cast({{ clean_text(expression) }} as timestamp)
{%- endmacro %}
