{# A number's text without the commas between its thousands; other commas stay, so that the
   text is no number. The casts to numbers drop spaces themselves. #}
{% macro plain_number(expression) -%}
    {{ return(adapter.dispatch('plain_number', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__plain_number(expression) -%}
    case
        when {{ expression }} like '%,%'
            then regexp_replace({{ expression }}, ',([0-9]{3})\b', '\1', 'g')
        else {{ expression }}
    end
{%- endmacro %}

{% macro spark__plain_number(expression) -%}
    case
        when {{ expression }} like '%,%'
            then regexp_replace({{ expression }}, ',([0-9]{3})\\b', '$1')
        else trim({{ expression }})
    end
{%- endmacro %}
