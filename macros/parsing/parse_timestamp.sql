{# A UTC timestamp from ISO 8601 text; null when the text is none. Nearly all texts parse
   as they are, which costs a quarter of cleaning them first. #}
{% macro parse_timestamp(expression) -%}
    coalesce(
        try_cast({{ expression }} as timestamp),
        try_cast({{ clean_text(expression) }} as timestamp)
    )
{%- endmacro %}
