{# What rows say together, in an order of theirs: changes when one of them does. #}
{% macro rows_fingerprint(expression, order_by) -%}
    md5({{ dbt.listagg(expression, 'chr(30)', 'order by ' ~ order_by) }})
{%- endmacro %}
