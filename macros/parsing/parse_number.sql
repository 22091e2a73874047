{# A double from text, with or without commas between thousands; null when the text is
   none. The cast alone would take nan and infinity for numbers. #}
{% macro parse_number(expression) -%}
    {%- set number = 'try_cast(' ~ plain_number(expression) ~ ' as double)' -%}
    case when {{ number }} between -1e300 and 1e300 then {{ number }} end
{%- endmacro %}
