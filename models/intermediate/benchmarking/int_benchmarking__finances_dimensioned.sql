-- one row per run and school that sent a return: every line of money in four dimensions
with

finances as (
    select
        *,
        total_pupils * (period_covered_by_return / 12.0e0) as pupil_basis,
        total_internal_floor_area
        * (period_covered_by_return / 12.0e0) as building_basis
    from {{ ref('benchmarking__fct_school_finances') }}
),

divided as (
    select
        *,
        case when pupil_basis > 0 then pupil_basis end as pupil_units,
        case when building_basis > 0 then building_basis end as building_units,
        nullif(total_income, 0) as income_of_balances,
        nullif(total_expenditure, 0) as expenditure_of_balances,
        case when total_income > 0 then total_income end as income_of_lines,
        case when total_expenditure > 0 then total_expenditure end
            as expenditure_of_lines
    from finances
),

-- decimals, so that averages do not depend on the order of rows
dimensioned as (
    select
        {%- for line in reported_lines() %}
        cast({{ line.name }} as decimal(18, 4)) as {{ line.name }}__actual,
        cast({{ line.name }} / {{ line.units }} as decimal(18, 4))
            as {{ line.name }}__per_unit,
        cast({{ line.name }} * 100 / income_of_{{ line.whole }} as decimal(18, 4))
            as {{ line.name }}__of_income,
        cast({{ line.name }} * 100 / expenditure_of_{{ line.whole }} as decimal(18, 4))
            as {{ line.name }}__of_expenditure,
        {%- endfor %}
        run_id,
        urn,
        finance_type,
        overall_phase
    from divided
)

select * from dimensioned
