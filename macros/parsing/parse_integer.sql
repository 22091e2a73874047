{# A whole number from text; null when the text is anything else, 1.5 too. #}
{% macro parse_integer(expression) -%}
    {{ return(adapter.dispatch('parse_integer', 'schoolhouse')(clean_text(expression))) }}
{%- endmacro %}

{% macro default__parse_integer(cleaned) -%}
    case when regexp_matches({{ cleaned }}, '^[+-]?[0-9]+$') then try_cast({{ cleaned }} as integer) end
{%- endmacro %}

{% macro spark__parse_integer(cleaned) -%}
    case when {{ cleaned }} rlike '^[+-]?[0-9]+$' then try_cast({{ cleaned }} as integer) end
{%- endmacro %}
