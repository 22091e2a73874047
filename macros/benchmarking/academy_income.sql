{#
    In a select list, after derived_academy_lines: the income columns of fct_school_finances
    from the lines of an academies return, own or central. Sums are of parts, so that a blank
    line makes them null; a single line is as it was sent.
#}
{% macro academy_income() -%}
    {%- set grants = [
        'efa_revenue_grants_whole', 'dfe_family_revenue_grants_part', 'sen_funding_part',
        'other_dfe_revenue_grants_part', 'other_government_revenue_grants_part',
        'government_source_non_grant_part', 'academies_income_part',
        'non_government_income_part', 'academies_income_011_part',
    ] -%}
    {%- set self_generated = [
        'facilities_and_services_part', 'catering_income_part',
        'supply_teacher_insurance_receipts_part', 'voluntary_income_whole',
        'other_self_generated_income_part', 'other_facilities_and_services_part',
        'investment_income_whole',
    ] -%}
    {{ (grants + self_generated) | join(' + ') }}
    - direct_revenue_financing_part as total_income,
    {{ grants | join(' + ') }} as total_grant_funding,
    {{ self_generated | join(' + ') }} as total_self_generated_funding,
    efa_revenue_grants_whole + dfe_family_revenue_grants_part
    + other_dfe_revenue_grants_part + other_government_revenue_grants_part
    + academies_income_011_part as direct_grants,
    efa_revenue_grants_whole + dfe_family_revenue_grants_part
    + academies_income_011_part as pre_post_16_funding,
    sen_funding as targeted_grants,
    other_dfe_revenue_grants as other_dfe_grants,
    other_government_revenue_grants as other_income_grants,
    government_source_non_grant as government_source,
    academies_income_part + non_government_income_part as community_grants,
    academies_income as academies,
    facilities_and_services_part + other_facilities_and_services_part
        as income_facilities_services,
    catering_income as income_catering_services,
    voluntary_income_whole as donations_voluntary_funds,
    supply_teacher_insurance_receipts as receipts_supply_teacher_insurance_claims,
    investment_income_whole as investment_income,
    other_self_generated_income as other_self_generated_income,
    direct_revenue_financing as direct_revenue_financing
{%- endmacro %}
