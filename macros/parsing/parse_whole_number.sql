{# A large whole number from text; 100000.0 is one too, as spreadsheets write it. Null when
   the text is anything else. #}
{% macro parse_whole_number(expression) -%}
    {%- set plain = plain_number(expression) -%}
    {%- set number = 'try_cast(' ~ plain ~ ' as double)' -%}
    case when {{ number }} = floor({{ number }}) then try_cast({{ plain }} as bigint) end
{%- endmacro %}
