{# The columns of the contract that a file does not have, as a JSON list; from the
   row_detail of its header row. #}
{% macro absent_columns() -%}
    {{ json_text('row_detail', 'absent_columns') }}
{%- endmacro %}

{# Whether the file of a record lacks the column, by the list of absent_columns. #}
{% macro is_absent(column) -%}
    absent_columns like '%"{{ column }}"%'
{%- endmacro %}
