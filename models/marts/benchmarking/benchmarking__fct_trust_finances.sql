-- one row per run and trust
{%- set columns = finance_columns() %}
{%- set names = columns | selectattr('academies') | map(attribute='name') | list %}
{%- set shared = columns | selectattr('central') | map(attribute='name') | list %}
{%- set exact = 'decimal(38, 10)' %}
{%- set parts = ['expenditure', 'income', 'in_year_balance', 'revenue_reserve'] %}
{%- set at_the_end = ['revenue_reserve', 'share_revenue_reserve'] %}
with

academy_finances as (
    select *
    from {{ ref('int_benchmarking__academy_finances') }}
    where trust_code is not null
),

shares as (
    select
        run_id,
        trust_code,
        count(*) as academy_count,
        cast(sum(cast(number_of_pupils as {{ exact }})) as double) as total_pupils,
        cast(sum(cast(total_internal_floor_area as {{ exact }})) as double)
            as total_internal_floor_area
    from {{ ref('int_benchmarking__academy_shares') }}
    where trust_code is not null
    group by run_id, trust_code
),

central as (
    select run_id, trust_code
    from {{ ref('int_benchmarking__central_amounts') }}
),

unallocated as (
    select
        run_id,
        trust_code,
        {%- for category in cost_categories() %}
        sum(case when category_key = '{{ category.key }}' then unallocated else 0 end)
            as unallocated_{{ category.key }},
        {%- endfor %}
        sum(case when category_key is not null then unallocated else 0 end)
            as unallocated_expenditure,
        sum(case when finance_column = 'total_income' then unallocated else 0 end)
            as unallocated_income,
        sum(case when finance_column = 'in_year_balance' then unallocated else 0 end)
            as unallocated_in_year_balance,
        sum(case when finance_column = 'revenue_reserve' then unallocated else 0 end)
            as unallocated_revenue_reserve
    from {{ ref('int_benchmarking__central_unallocated') }}
    group by run_id, trust_code
),

-- sums of decimals do not depend on the order in which rows come
summed as (
    select
        run_id,
        trust_code,
        {%- for name in shared %}
        cast(sum(cast({{ name }}_cs as {{ exact }})) as decimal(18, 2))
            as {{ name }}_cs,
        {%- endfor %}
        {%- for name in names if name not in at_the_end %}
        cast(sum(cast({{ name }} as {{ exact }})) as decimal(18, 2)) as {{ name }},
        {%- endfor %}
        {%- for name in at_the_end %}
        cast(
            sum(case when not is_superseded then cast({{ name }} as {{ exact }}) end)
            as decimal(18, 2)
        ) as {{ name }},
        {%- endfor %}
        count(*) as row_count
    from academy_finances
    group by run_id, trust_code
),

either as (
    select run_id, trust_code from shares
    union all
    select run_id, trust_code from central
),

trusts as (
    select run_id, trust_code
    from either
    group by run_id, trust_code
),

final as (
    select
        trusts.run_id,
        trusts.trust_code as trust_company_number,
        {{ financial_position('summed.in_year_balance') }} as financial_position,
        cast(coalesce(shares.academy_count, 0) as integer) as academy_count,
        shares.total_pupils,
        shares.total_internal_floor_area,
        {%- for name in names %}
        summed.{{ name }},
        {%- endfor %}
        {%- for name in shared %}
        summed.{{ name }}_cs,
        {%- endfor %}
        {%- for column in columns if not column.academies %}
        cast(null as decimal(18, 2)) as {{ column.name }},
        {%- endfor %}
        {%- for category in cost_categories() %}
        cast(coalesce(unallocated.unallocated_{{ category.key }}, 0) as decimal(18, 2))
            as unallocated_{{ category.key }},
        {%- endfor %}
        {%- for part in parts %}
        cast(coalesce(unallocated.unallocated_{{ part }}, 0) as decimal(18, 2))
            as unallocated_{{ part }},
        {%- endfor %}
        central.trust_code is not null as has_central_services
    from trusts
    left join shares
        on trusts.run_id = shares.run_id
        and trusts.trust_code = shares.trust_code
    left join central
        on trusts.run_id = central.run_id
        and trusts.trust_code = central.trust_code
    left join summed
        on trusts.run_id = summed.run_id
        and trusts.trust_code = summed.trust_code
    left join unallocated
        on trusts.run_id = unallocated.run_id
        and trusts.trust_code = unallocated.trust_code
)

select * from final
