{# An LAEstab written as 201/3614, 201-3614 or 2013614.0, as seven digits. #}
{% macro plain_laestab(column) -%}
    replace(replace(replace({{ clean_text(column) }}, '.0', ''), '-', ''), '/', '')
{%- endmacro %}
