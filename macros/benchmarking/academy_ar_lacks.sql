{# The lines that the aggregated accounts return report has under none of its headers. #}
{% macro academy_ar_lacks() -%}
    {{ return([
        'dfe_family_revenue_grants',
        'other_facilities_and_services',
        'academies_income_011',
        'start_up_grants',
        'coronavirus_funding',
        'general_annual_grant_and_other',
        'donations',
        'investment_income',
        'inherited_funds',
        'contributions_to_trust',
    ]) }}
{%- endmacro %}
