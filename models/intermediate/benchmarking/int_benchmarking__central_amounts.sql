-- one row per run and trust with central services: what it spent and received centrally
{%- set costs = cost_lines() | selectattr('academies') | list %}
{%- set lines = (costs | map(attribute='line') | list) + academy_lines() %}
{%- set income = (
    income_columns() | selectattr('academies') | map(attribute='column') | list
) %}
with

returned as (
    {%- for source, model in [
        ('aar', 'stg_dfe__aar_cs'),
        ('arx', 'stg_dfe__arx_cs_benchmark_report'),
        ('academy_ar', 'stg_dfe__academy_ar_central'),
    ] %}
    select
        run_id,
        {% if source == 'arx' -%}
        cast(null as {{ dbt.type_string() }}) as company_number,
        {%- else -%}
        company_number,
        {%- endif %}
        '{{ source }}' as return_source,
        {{ missing_lines_of(source) }} as missing_lines,
        lead_upin,
        {{ lines | join(',\n        ') }},
        {{ loop.index }} as source_order
    from {{ ref(model) }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- the first of the three that a run has is in force, as for academies
sources as (
    select
        run_id,
        min(source_order) as source_order
    from returned
    group by run_id
),

trusts as (
    select run_id, trust_upin, trust_company_number
    from {{ ref('int_benchmarking__trusts_by_upin') }}
),

in_force as (
    select
        returned.*,
        coalesce(
            returned.company_number,
            trusts.trust_company_number,
            'UPIN' || cast(returned.lead_upin as {{ dbt.type_string() }})
        ) as trust_code
    from returned
    inner join sources
        on returned.run_id = sources.run_id
        and returned.source_order = sources.source_order
    left join trusts
        on returned.run_id = trusts.run_id
        and returned.lead_upin = trusts.trust_upin
),

told_apart as (
    select
        *,
        {{ academy_line_parts(blank_is_zero=true) }}
    from in_force
),

derived as (
    select
        *,
        {{ derived_academy_lines() }}
    from told_apart
),

priced as (
    select
        run_id,
        trust_code,
        return_source,
        {{ academy_income() }},
        {{ costs | map(attribute='line') | join('_part + ') }}_part as total_expenditure,
        revenue_reserve,
        {%- for cost in costs %}
        {{ cost.line }} as {{ cost.column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from derived
    where trust_code is not null
),

-- a trust with several rows spent what all of them say; FIN-023 names it
final as (
    select
        run_id,
        trust_code,
        min(return_source) as return_source,
        {%- for column in income %}
        cast(coalesce(sum({{ column }}), 0) as decimal(18, 2)) as {{ column }},
        {%- endfor %}
        cast(sum(total_expenditure) as decimal(18, 2)) as total_expenditure,
        cast(sum(total_income - total_expenditure) as decimal(18, 2)) as in_year_balance,
        cast(coalesce(sum(revenue_reserve), 0) as decimal(18, 2)) as revenue_reserve,
        {%- for cost in costs %}
        cast(coalesce(sum({{ cost.column }}), 0) as decimal(18, 2)) as {{ cost.column }},
        {%- endfor %}
        cast(count(*) as integer) as row_count
    from priced
    group by run_id, trust_code
)

select * from final
