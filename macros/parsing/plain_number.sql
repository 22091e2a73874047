{# A number's text without the commas between its thousands; other commas stay, so that the
   text is no number. #}
{% macro plain_number(cleaned) -%}
    {{ return(adapter.dispatch('plain_number', 'schoolhouse')(cleaned)) }}
{%- endmacro %}

{% macro default__plain_number(cleaned) -%}
    case
        when {{ cleaned }} like '%,%' and regexp_matches({{ cleaned }}, '^[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?$')
            then replace({{ cleaned }}, ',', '')
        else {{ cleaned }}
    end
{%- endmacro %}

{% macro spark__plain_number(cleaned) -%}
    case
        when {{ cleaned }} rlike '^[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?$'
            then replace({{ cleaned }}, ',', '')
        else {{ cleaned }}
    end
{%- endmacro %}
