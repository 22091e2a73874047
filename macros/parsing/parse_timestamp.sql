{# A UTC timestamp from ISO 8601 text; null when the text is none. Nearly all texts parse
   as they are, which costs a quarter of cleaning them first; a coalesce costs twice as
   much as this case. #}
{% macro parse_timestamp(expression) -%}
    {%- set parsed = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
    case
        when {{ parsed }} is not null then {{ parsed }}
        when {{ expression }} is not null
            then try_cast({{ clean_text(expression) }} as timestamp)
    end
{%- endmacro %}
