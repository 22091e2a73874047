{# How a date is written: 'ISO 8601', one of the var date_formats, or 'reversed' for a
   text that is a date only with day and month exchanged. Null for any other text. #}
{% macro date_format_of(expression) -%}
    {%- set cleaned = clean_text(expression) -%}
    case
        when {{ parse_date(expression) }} is not null then case
            when try_cast({{ cleaned }} as timestamp) is not null then 'ISO 8601'
            {% for format in var('date_formats') %}
            when try_strptime({{ cleaned }}, '{{ format }}') is not null then '{{ format }}'
            {% endfor %}
        end
        {% for format in var('date_formats') %}
        {%- set reversed = format | replace('%m', '<') | replace('%d', '%m') | replace('<', '%d') %}
        when year(try_strptime({{ cleaned }}, '{{ reversed }}')) between 1900 and 2100 then 'reversed'
        {% endfor %}
    end
{%- endmacro %}
