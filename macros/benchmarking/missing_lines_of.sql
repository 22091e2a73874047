{#
    Staging's missing_lines and the lines that the aggregated report never has, whichever of
    its headers a file shows.

    source: aar, arx or academy_ar.
#}
{% macro missing_lines_of(source) -%}
    {%- if source == 'academy_ar' -%}
    coalesce(missing_lines, '') || '{{ academy_ar_lacks() | tojson }}'
    {%- else -%}
    missing_lines
    {%- endif -%}
{%- endmacro %}
