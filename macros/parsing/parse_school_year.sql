{# The year in which a school year ends: 2027 from '2027' and from '2026-2027'. #}
{% macro parse_school_year(expression) -%}
    {%- set cleaned = clean_text(expression) -%}
    case
        when {{ cleaned }} like '____' then {{ parse_integer(cleaned) }}
        when
            {{ cleaned }} like '____-____'
            and try_cast(substring({{ cleaned }}, 6, 4) as integer)
            = try_cast(substring({{ cleaned }}, 1, 4) as integer) + 1
            then try_cast(substring({{ cleaned }}, 6, 4) as integer)
    end
{%- endmacro %}
