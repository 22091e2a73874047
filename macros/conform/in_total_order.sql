{# An `order by` list over all given columns, so that rows which differ anywhere have one
   order on every engine. Nulls come last: a filled value is preferred. #}
{% macro in_total_order(columns) -%}
    {{ columns | join(' nulls last, ') }} nulls last
{%- endmacro %}
