{# A whole number from text; null when the text is anything else, 1.5 too. #}
{% macro parse_integer(expression) -%}
    {%- set cleaned = clean_text(expression) -%}
    case
        when {{ matches_pattern(cleaned, "'^[+-]?[0-9]+$'") }}
            then try_cast({{ cleaned }} as integer)
    end
{%- endmacro %}
