{# A decimal with decimal places as text, without the zeros at its end. #}
{% macro number_text(expression) -%}
    regexp_replace(cast({{ expression }} as {{ dbt.type_string() }}), '[.]?0+$', '')
{%- endmacro %}
