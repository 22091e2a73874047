{# An amount of money to the penny from text, with or without commas between thousands;
   null when the text is none. #}
{% macro parse_money(expression) -%}
    try_cast({{ plain_number(expression) }} as decimal(18, 2))
{%- endmacro %}
