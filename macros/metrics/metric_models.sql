{# Models of the metrics of districts, by metric, in the order of their names. #}
{% macro metric_models() -%}
    {%- set names = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
            {%- if node.fqn[1:3] == ['metrics', 'district'] -%}
                {%- do names.append(node.name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set found = {} -%}
    {%- for name in names | sort -%}
        {%- do found.update({name | replace('met_', '', 1): name}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
