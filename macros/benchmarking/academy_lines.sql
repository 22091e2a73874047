{#
    The lines of an academies return other than costs: income, direct revenue financing and
    the reserve, as staging names them.
#}
{% macro academy_lines() -%}
    {{ return([
        'efa_revenue_grants',
        'dfe_family_revenue_grants',
        'sen_funding',
        'other_dfe_revenue_grants',
        'other_government_revenue_grants',
        'government_source_non_grant',
        'academies_income',
        'non_government_income',
        'facilities_and_services',
        'catering_income',
        'supply_teacher_insurance_receipts',
        'voluntary_income',
        'other_self_generated_income',
        'other_facilities_and_services',
        'investment_income_total',
        'direct_revenue_financing',
        'revenue_reserve',
        'start_up_grants',
        'coronavirus_funding',
        'general_annual_grant_and_other',
        'donations',
        'investment_income',
        'inherited_funds',
        'contributions_to_trust',
        'academies_income_011',
    ]) }}
{%- endmacro %}
