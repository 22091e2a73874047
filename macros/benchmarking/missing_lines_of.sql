{#
    Staging's missing_lines and the lines that the aggregated report never has, whichever of
    its headers a file shows.

    source: aar, arx or academy_ar.
#}
{% macro missing_lines_of(source) -%}
    {%- if source == 'academy_ar' -%}
    {%- set never = [
        'dfe_family_revenue_grants', 'other_facilities_and_services',
        'academies_income_011', 'start_up_grants', 'coronavirus_funding',
        'general_annual_grant_and_other', 'donations', 'investment_income',
        'inherited_funds', 'contributions_to_trust',
    ] -%}
    coalesce(missing_lines, '') || '{{ never | tojson }}'
    {%- else -%}
    missing_lines
    {%- endif -%}
{%- endmacro %}
