-- one row per base run, user's run and school with custom data: its money recomputed
{%- set columns = finance_columns() %}
{%- set totals = custom_income_total_columns() %}
{%- set incomes = custom_income_lines() | map(attribute='column') | list %}
{%- set costs = cost_lines() | map(attribute='column') | list %}
{%- set categories = cost_categories() | selectattr('has_total') | list %}
{%- set computed = totals + (categories | map(attribute='total_column') | list)
    + ['total_expenditure', 'in_year_balance', 'total_net_catering_costs'] %}
with

custom_values as (
    select run_id, base_run_id, column_name, urn, number_value
    from {{ ref('int_benchmarking__custom_values') }}
    where rule_id is null and kind in ('cost', 'income')
),

changes as (
    select
        {%- for column in costs + incomes %}
        max(case when column_name = '{{ column }}' then number_value end) as {{ column }},
        {%- endfor %}
        run_id,
        base_run_id,
        urn
    from custom_values
    group by run_id, base_run_id, urn
),

schools as (
    select
        run_id,
        base_run_id,
        finance_type,
        overall_phase,
        school_type,
        trust_company_number,
        urn,
        months,
        number_of_pupils,
        total_internal_floor_area
    from {{ ref('int_benchmarking__custom_characteristics') }}
),

finances as (
    select *
    from {{ ref('int_benchmarking__school_finances') }}
),

-- the lines with the user's values, and for income what they were
changed as (
    select
        schools.run_id,
        schools.base_run_id,
        schools.finance_type,
        schools.overall_phase,
        schools.school_type as establishment_type,
        schools.trust_company_number,
        schools.urn,
        schools.months,
        schools.number_of_pupils,
        schools.total_internal_floor_area,
        {%- for column in costs %}
        coalesce(changes.{{ column }}, finances.{{ column }}) as {{ column }},
        {%- endfor %}
        {%- for column in incomes if column not in totals %}
        coalesce(changes.{{ column }}, finances.{{ column }}) as {{ column }},
        {%- endfor %}
        {%- for column in incomes %}
        changes.{{ column }} as custom_{{ column }},
        finances.{{ column }} as known_{{ column }},
        {%- endfor %}
        {%- for column in totals if column not in incomes %}
        finances.{{ column }} as known_{{ column }},
        {%- endfor %}
        {%- for column in columns if column.name not in costs + incomes + computed %}
        finances.{{ column.name }},
        {%- endfor %}
        schools.finance_type = 'Academy' as is_academy
    from schools
    left join changes
        on schools.base_run_id = changes.base_run_id
        and schools.run_id = changes.run_id
        and schools.urn = changes.urn
    left join finances
        on schools.base_run_id = finances.run_id
        and schools.urn = finances.urn
),

totalled as (
    select
        *,
        {{ custom_income_totals() }},
        {%- for category in categories %}
        {{ category_cost(category.key) }} as {{ category.total_column }},
        {%- endfor %}
        {{ net_catering_cost() }} as total_net_catering_costs,
        {{ total_expenditure() }} as total_expenditure
    from changed
),

balanced as (
    select
        *,
        total_income - total_expenditure as in_year_balance
    from totalled
),

final as (
    select
        run_id,
        base_run_id,
        finance_type,
        overall_phase,
        establishment_type,
        trust_company_number,
        {{ financial_position('in_year_balance') }} as financial_position,
        urn,
        months,
        number_of_pupils,
        total_internal_floor_area,
        {%- for column in columns %}
        {{ column.name }},
        {%- endfor %}
        {%- for column in columns if column.central %}
        cast(0 as double) as {{ column.name }}_cs,
        {%- endfor %}
        is_academy
    from balanced
)

select * from final
