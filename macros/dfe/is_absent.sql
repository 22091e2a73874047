{# Whether the file of a record lacks the column, by the absent_columns of records_of. #}
{% macro is_absent(column) -%}
    absent_columns like '%"{{ column }}"%'
{%- endmacro %}
