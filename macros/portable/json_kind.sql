{# array, object, string, number, boolean or null of a JSON text in lower case; null when the
   text is no JSON. #}
{% macro json_kind(expression) -%}
    {{ return(adapter.dispatch('json_kind', 'schoolhouse')(expression)) }}
{%- endmacro %}

{# json_type of a text that is no JSON is an error, so that it is asked for last. #}
{% macro default__json_kind(expression) -%}
    case
        when json_valid({{ expression }})
            then case json_type({{ expression }})
                when 'ARRAY' then 'array'
                when 'OBJECT' then 'object'
                when 'VARCHAR' then 'string'
                when 'BOOLEAN' then 'boolean'
                when 'NULL' then 'null'
                else 'number'
            end
    end
{%- endmacro %}

{% macro spark__json_kind(expression) -%}
    case
        when try_parse_json({{ expression }}) is null then null
        when left(ltrim({{ expression }}), 1) = '[' then 'array'
        when left(ltrim({{ expression }}), 1) = '{' then 'object'
        when left(ltrim({{ expression }}), 1) = '"' then 'string'
        when trim({{ expression }}) in ('true', 'false') then 'boolean'
        when trim({{ expression }}) = 'null' then 'null'
        else 'number'
    end
{%- endmacro %}
