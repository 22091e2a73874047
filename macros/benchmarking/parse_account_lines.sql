{#
    The lines of an academies accounts return, in a select list: the costs, then income and
    reserve.

    is_aggregated: the aggregated report; lines that it never has are null.
#}
{% macro parse_account_lines(is_aggregated=false) -%}
    {%- set costs = cost_lines() | selectattr('academies') | map(attribute='line') | list -%}
    {%- for line in costs + academy_lines() -%}
        {%- if is_aggregated and line in academy_ar_lacks() -%}
            cast(null as decimal(18, 2)) as {{ line }}
        {%- else -%}
            {{ parse_money(line) }} as {{ line }}
        {%- endif -%}
        {{- ',\n    ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
