{# A double from text, with or without commas between thousands; null when the text is
   none. A cast to double alone would take nan and infinity for numbers. #}
{% macro parse_number(expression) -%}
    {%- set plain = plain_number(expression) -%}
    case
        when try_cast({{ plain }} as decimal(38, 10)) is not null
            then try_cast({{ plain }} as double)
    end
{%- endmacro %}
