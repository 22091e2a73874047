{#
    The lines of an academies accounts return, in a select list: the costs, then income and
    reserve.

    absent: lines that the layout has never had; they are null.
#}
{% macro parse_account_lines(absent=[]) -%}
    {%- set lines = [] -%}
    {%- for line in cost_lines() if line.academies -%}
        {%- do lines.append(line.line) -%}
    {%- endfor -%}
    {%- do lines.extend([
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
    ]) -%}
    {%- for line in lines -%}
        {%- if line in absent -%}
            cast(null as decimal(18, 2)) as {{ line }}
        {%- else -%}
            {{ parse_money(line) }} as {{ line }}
        {%- endif -%}
        {{- ',\n    ' if not loop.last -}}
    {%- endfor -%}
{%- endmacro %}
