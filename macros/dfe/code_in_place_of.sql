{# The text that stands where a number was suppressed; null when there is a number. #}
{% macro code_in_place_of(column) -%}
    case when {{ parse_number(column) }} is null then upper({{ clean_text(column) }}) end
{%- endmacro %}
