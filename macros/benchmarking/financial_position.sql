{# Surplus from a balance of 0 upwards, Deficit below, Unknown without one. #}
{% macro financial_position(balance) -%}
    case
        when {{ balance }} is null then 'Unknown'
        when {{ balance }} >= 0 then 'Surplus'
        else 'Deficit'
    end
{%- endmacro %}
