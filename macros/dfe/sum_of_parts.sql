{# The sum of columns of text, null where none of them holds a number. #}
{% macro sum_of_parts(columns, parser=none) -%}
    {%- set values = [] -%}
    {%- for column in columns %}{% do values.append((parser or parse_money)(column)) %}{% endfor -%}
    case
        when coalesce({{ values | join(', ') }}) is not null
            then coalesce({{ values | join(', 0) + coalesce(') }}, 0)
    end
{%- endmacro %}
