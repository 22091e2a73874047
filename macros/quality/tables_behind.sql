{#
    Those of denominator_models that a model is made from, told by walking dbt's graph up
    from it. The walk does not enter models of the rules: what they hold back shows in the
    model, what they read to find it does not.
#}
{% macro tables_behind(model_name) -%}
    {%- set behind = [] -%}
    {%- if execute -%}
        {%- set found = ['model.' ~ project_name ~ '.' ~ model_name] -%}
        {#- the list grows while it is walked -#}
        {%- for node_id in found if node_id in graph.nodes -%}
            {%- set node = graph.nodes[node_id] -%}
            {%- if node.resource_type == 'model' and 'quality' not in node.fqn -%}
                {%- do behind.append(node.name) -%}
                {%- do found.extend(node.depends_on.nodes | reject('in', found)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for table in denominator_models() if model_of_table(table) in behind -%}
        {%- do tables.append(table) -%}
    {%- endfor -%}
    {{ return(tables) }}
{%- endmacro %}
