{# A large whole number from text; 100000.0 is one too, as spreadsheets write it. Null when
   the text is anything else. #}
{% macro parse_whole_number(expression) -%}
    {%- set number -%}
        try_cast({{ plain_number(expression) }} as decimal(24, 6))
    {%- endset -%}
    case when {{ number }} = floor({{ number }}) then try_cast({{ number }} as bigint) end
{%- endmacro %}
