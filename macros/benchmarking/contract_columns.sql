{#
    The columns of a model's contract, each a dict with `name` and `data_type`, in order; empty
    while dbt parses.
#}
{% macro contract_columns(model) -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.name == model -%}
            {%- for column in node.columns.values() -%}
                {%- do columns.append(
                    {'name': column.name, 'data_type': column.data_type}
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro %}
