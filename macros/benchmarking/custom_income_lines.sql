{#
    The income columns of fct_school_finances that a user may set, each a dict with `column`,
    and `academies` and `maintained`: the totals that it is part of there, none where such
    schools do not have it. `sign` is -1 for what is taken off total income.
#}
{% macro custom_income_lines() -%}
    {%- set grants = ['total_grant_funding', 'total_income'] -%}
    {%- set direct = ['direct_grants'] + grants -%}
    {%- set pre_post_16 = ['pre_post_16_funding'] + direct -%}
    {%- set targeted = ['targeted_grants'] + grants -%}
    {%- set community = ['community_grants'] + grants -%}
    {%- set own = ['total_self_generated_funding', 'total_income'] -%}
    {%- set lines = [] -%}
    {%- for column, academies, maintained in [
        ('pre_post_16_funding', direct, none),
        ('targeted_grants', grants, none),
        ('other_dfe_grants', direct, direct),
        ('other_income_grants', direct, direct),
        ('government_source', grants, none),
        ('academies', community, none),
        ('income_facilities_services', own, own),
        ('income_catering_services', own, own),
        ('donations_voluntary_funds', own, own),
        ('receipts_supply_teacher_insurance_claims', own, own),
        ('investment_income', own, none),
        ('other_self_generated_income', own, none),
        ('direct_revenue_financing', ['total_income'], []),
        ('funds_delegated_by_la', none, pre_post_16),
        ('sixth_form_funding', none, pre_post_16),
        ('special_needs_funding', none, targeted),
        ('minority_ethnic_pupil_funding', none, targeted),
        ('pupil_premium', none, targeted),
        ('other_insurance_receipts', none, own),
        ('visits_contributions', none, own),
        ('pupil_focused_extended_funding', none, targeted),
        ('community_focused_funding', none, community),
        ('community_focused_facilities_income', none, own),
        ('additional_grant', none, community),
        ('revenue_reserve', [], []),
    ] -%}
        {%- do lines.append({
            'column': column,
            'academies': academies,
            'maintained': maintained,
            'sign': -1 if column == 'direct_revenue_financing' else 1,
        }) -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro %}
