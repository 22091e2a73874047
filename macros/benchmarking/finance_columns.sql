{#
    The money columns of fct_school_finances in their order, each a dict with `name` and
    whether `academies` and `maintained` schools have it, and `central`: a twin `<name>_cs`.
#}
{% macro finance_columns() -%}
    {%- set found = [
        ('total_income', true, true, true),
        ('total_expenditure', true, true, true),
        ('in_year_balance', true, true, true),
        ('revenue_reserve', true, true, false),
        ('share_revenue_reserve', true, false, false),
    ] -%}
    {%- set of_lines = ['total_grant_funding', 'pre_post_16_funding'] -%}
    {%- for one in income_columns() if one.column != 'total_income' -%}
        {%- set maintained = one.maintained_line is not none or one.column in of_lines -%}
        {%- do found.append((one.column, one.academies, maintained, one.central)) -%}
    {%- endfor -%}
    {%- for category in cost_categories() -%}
        {%- if category.has_total -%}
            {%- do found.append((category.total_column, true, true, true)) -%}
        {%- endif -%}
        {%- if category.key == 'catering' -%}
            {%- do found.append(('total_net_catering_costs', true, true, true)) -%}
        {%- endif -%}
        {%- for cost in cost_lines(category.key) -%}
            {%- do found.append(
                (cost.column, cost.academies, cost.maintained, cost.academies)
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column in [
        'connectivity_costs', 'onsite_servers_costs', 'it_learning_resources_costs',
        'administration_software_and_systems_costs', 'laptops_desktops_and_tablets_costs',
        'other_hardware_costs', 'it_support_costs',
    ] -%}
        {%- do found.append((column, false, true, false)) -%}
    {%- endfor -%}
    {%- set columns = [] -%}
    {%- for name, academies, maintained, central in found -%}
        {%- do columns.append({
            'name': name,
            'academies': academies,
            'maintained': maintained,
            'central': central,
        }) -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
