{#
    The columns of fct_school_finances that hold income and the totals made of it, each a dict
    with `column`, `academies` (whether academies have it), `central` (whether it has a twin `_cs`
    for the trust's central services) and `maintained_line` (the column of the maintained list;
    none where it has none or the column is a sum).
#}
{% macro income_columns() -%}
    {%- set columns = [] -%}
    {%- for column, academies, central, maintained_line in [
        ('total_income', true, true, 'total_income'),
        ('total_grant_funding', true, true, none),
        ('total_self_generated_funding', true, true, 'self_generated_funding'),
        ('direct_grants', true, true, 'direct_grant'),
        ('pre_post_16_funding', true, true, none),
        ('targeted_grants', true, false, 'targeted_grants'),
        ('other_dfe_grants', true, true, 'i06'),
        ('other_income_grants', true, true, 'i07'),
        ('government_source', true, true, none),
        ('community_grants', true, true, 'community_grants'),
        ('academies', true, true, none),
        ('income_facilities_services', true, true, 'i08'),
        ('income_catering_services', true, true, 'i09'),
        ('donations_voluntary_funds', true, true, 'i13'),
        ('receipts_supply_teacher_insurance_claims', true, true, 'i10'),
        ('investment_income', true, true, none),
        ('other_self_generated_income', true, true, none),
        ('direct_revenue_financing', true, true, 'ci04'),
        ('funds_delegated_by_la', false, false, 'i01'),
        ('sixth_form_funding', false, false, 'i02'),
        ('special_needs_funding', false, false, 'i03'),
        ('minority_ethnic_pupil_funding', false, false, 'i04'),
        ('pupil_premium', false, false, 'i05'),
        ('other_insurance_receipts', false, false, 'i11'),
        ('visits_contributions', false, false, 'i12'),
        ('pupil_focused_extended_funding', false, false, 'i15'),
        ('community_focused_funding', false, false, 'i16'),
        ('community_focused_facilities_income', false, false, 'i17'),
        ('additional_grant', false, false, 'i18'),
    ] -%}
        {%- do columns.append({
            'column': column,
            'academies': academies,
            'central': central,
            'maintained_line': maintained_line,
        }) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
