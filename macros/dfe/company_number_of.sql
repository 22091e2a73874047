{# A Companies House number, padded with zeros to eight characters. #}
{% macro company_number_of(column) -%}
    {%- set number = 'replace(upper(' ~ clean_text(column) ~ "), '.0', '')" -%}
    case when length({{ number }}) < 8 then lpad({{ number }}, 8, '0') else {{ number }} end
{%- endmacro %}
