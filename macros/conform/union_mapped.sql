{# The mapped models of an entity below each other, columns in the given order. #}
{% macro union_mapped(entity, columns, sources=['clever', 'oneroster', 'sis']) -%}
    {%- for source in sources %}
    select
        {{ columns | join(',\n        ') }}
    from {{ ref('int_' ~ source ~ '__' ~ entity ~ '_mapped') }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
