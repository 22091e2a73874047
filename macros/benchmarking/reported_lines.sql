{#
    The money lines that reports compare, in order: one dict per line with `name` (column of
    fct_school_finances), `basis` (Pupil or Building, which also chooses the set), `units`
    (what it is divided by) and `whole` (lines or balances: percentages of lines are of a
    total above zero, those of balances of any but zero).

    What only maintained schools return, and the parts of E20, take no part.
#}
{% macro reported_lines() -%}
    {%- set building = [] -%}
    {%- for category in cost_categories() if category.basis == 'Building' -%}
        {%- do building.append(category.total_column) -%}
        {%- for cost in cost_lines(category.key) -%}
            {%- do building.append(cost.column) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set costs = cost_lines() | map(attribute='column') | list -%}
    {%- set lines = [] -%}
    {%- for column in finance_columns() if column.academies or column.name in costs -%}
        {%- do lines.append({
            'name': column.name,
            'basis': 'Building' if column.name in building else 'Pupil',
            'units': 'building_units' if column.name in building else 'pupil_units',
            'whole': 'balances' if column.name in [
                'in_year_balance', 'revenue_reserve', 'share_revenue_reserve'
            ] else 'lines',
        }) -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro %}
