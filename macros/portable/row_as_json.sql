{# A row of a built relation as JSON text; alias is its name in the query. #}
{% macro row_as_json(relation, alias) -%}
    {%- set members = {} -%}
    {%- for column in adapter.get_columns_in_relation(relation) -%}
        {%- do members.update({column.name: alias ~ '.' ~ column.name}) -%}
    {%- endfor -%}
    {{ json_object(members or {'row': 'null'}) }}
{%- endmacro %}
