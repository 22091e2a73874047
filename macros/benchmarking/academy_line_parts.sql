{#
    In a select list: for each line of an academies return (costs and academy_lines) the part
    that it has in sums, as `<line>_part`. A line that the layout lacks has none: 0. A blank
    line makes the sum null, but for central services, where it is 0.
#}
{% macro academy_line_parts(blank_is_zero=false) -%}
    {%- set costs = cost_lines() | selectattr('academies') | map(attribute='line') | list -%}
    {%- for line in costs + academy_lines() %}
    {%- if blank_is_zero %}
    coalesce({{ line }}, 0) as {{ line }}_part
    {%- else %}
    case when {{ line }} is null and {{ layout_lacks(line) }} then 0 else {{ line }} end
        as {{ line }}_part
    {%- endif %}
    {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
