{# A JSON object as text from a mapping of names to SQL expressions. #}
{% macro json_object(members) -%}
    {{ return(adapter.dispatch('json_object', 'schoolhouse')(members)) }}
{%- endmacro %}

{% macro default__json_object(members) -%}
    {%- set parts = [] -%}
    {%- for name, expression in members.items() -%}
        {%- do parts.append("'" ~ name ~ "', " ~ expression) -%}
    {%- endfor -%}
    cast(json_object({{ parts | join(', ') }}) as {{ dbt.type_string() }})
{%- endmacro %}

{% macro spark__json_object(members) -%}
    {%- set parts = [] -%}
    {%- for name, expression in members.items() -%}
        {%- do parts.append("'" ~ name ~ "', " ~ expression) -%}
    {%- endfor -%}
    to_json(named_struct({{ parts | join(', ') }}), map('ignoreNullFields', 'false'))
{%- endmacro %}
