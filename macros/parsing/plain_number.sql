{# A number's text without the commas between its thousands and without spaces around it;
   other commas stay, so that the text is no number. The casts to numbers drop plain spaces
   themselves, so only texts with commas or beyond ASCII cost anything. #}
{% macro plain_number(expression) -%}
    {{ return(adapter.dispatch('plain_number', 'schoolhouse')(expression)) }}
{%- endmacro %}

{% macro default__plain_number(expression) -%}
    {%- set space = '[\\s\\x{A0}\\x{FEFF}]+' -%}
    case
        when {{ expression }} like '%,%' or strlen({{ expression }}) <> length({{ expression }})
            then regexp_replace(
                {{ expression }}, '^{{ space }}|{{ space }}$|,([0-9]{3})\b', '\1', 'g'
            )
        else {{ expression }}
    end
{%- endmacro %}

{% macro spark__plain_number(expression) -%}
    case
        when {{ expression }} like '%,%'
            then regexp_replace({{ expression }}, ',([0-9]{3})\\b', '$1')
        else {{ trim_space(expression) }}
    end
{%- endmacro %}
