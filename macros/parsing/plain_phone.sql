{# The ten digits of an Indian phone number, without spaces and hyphens and without +91,
   91 or 0 before them; a text that is no such number stays as it is, so that two spellings
   of one number are one, and nothing is lost. #}
{% macro plain_phone(expression) -%}
    {%- set digits = "replace(replace(" ~ clean_text(expression) ~ ", ' ', ''), '-', '')" -%}
    case
        when {{ matches_pattern(digits, "'^([+]?91|0)[0-9]{10}$'") }}
            then right({{ digits }}, 10)
        else {{ digits }}
    end
{%- endmacro %}
