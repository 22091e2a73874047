{# The parser of a type named in a file contract, applied to a text expression. #}
{% macro parse_value(type, expression) -%}
    {%- set parsers = {
        'date': parse_date,
        'boolean': parse_boolean,
        'integer': parse_integer,
        'decimal': parse_decimal,
        'timestamp': parse_timestamp,
        'school_year': parse_school_year,
    } -%}
    {{ return(parsers[type](expression)) }}
{%- endmacro %}
