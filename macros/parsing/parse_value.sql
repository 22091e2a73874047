{# The parser of a type named in a file contract, applied to a text expression. #}
{% macro parse_value(type, expression) -%}
    {%- set parsers = {
        'date': parse_date,
        'boolean': parse_boolean,
        'integer': parse_integer,
        'decimal': parse_decimal,
        'timestamp': parse_timestamp,
        'school_year': parse_school_year,
        'day_first_date': parse_day_first_date,
        'money': parse_money,
        'number': parse_number,
        'whole_number': parse_whole_number,
    } -%}
    {{ return(parsers[type](expression)) }}
{%- endmacro %}
