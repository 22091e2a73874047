-- one row per run and school that sent a return
with

schools as (
    select *
    from {{ ref('int_benchmarking__school_finances') }}
),

trusts as (
    select run_id, trust_company_number, financial_position
    from {{ ref('benchmarking__fct_trust_finances') }}
),

final as (
    select
        schools.run_id,
        schools.urn,
        schools.finance_type,
        schools.overall_phase,
        schools.establishment_type,
        {{ financial_position('schools.in_year_balance') }} as financial_position,
        schools.trust_company_number,
        trusts.financial_position as trust_position,
        cast(schools.months as integer) as period_covered_by_return,
        schools.number_of_pupils as total_pupils,
        {%- for column in finance_columns() %}
        schools.{{ column.name }},
        {%- endfor %}
        {%- for column in finance_columns() if column.central %}
        schools.{{ column.name }}_cs,
        {%- endfor %}
        schools.total_internal_floor_area
    from schools
    left join trusts
        on schools.run_id = trusts.run_id
        and schools.trust_company_number = trusts.trust_company_number
)

select * from final
