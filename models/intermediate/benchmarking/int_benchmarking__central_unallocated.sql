-- one row per run, trust and line of its central services: what no academy received
{%- set costs = cost_lines() | selectattr('academies') | list %}
{%- set income = (
    income_columns() | selectattr('central') | map(attribute='column') | list
) %}
with

central as (
    select *
    from {{ ref('int_benchmarking__central_amounts') }}
),

-- shares of a trust come to 1, or to 0 where it has no academy with pupils
trusts as (
    select
        run_id,
        trust_code,
        max(pupil_share) > 0 as has_pupil_shares,
        max(building_share) > 0 as has_building_shares,
        max(end_pupil_share) > 0 as has_end_pupil_shares
    from {{ ref('int_benchmarking__academy_shares') }}
    group by run_id, trust_code
),

told as (
    select
        central.*,
        coalesce(trusts.has_pupil_shares, false) as is_shared_by_pupil,
        coalesce(trusts.has_building_shares, false) as is_shared_by_building,
        coalesce(trusts.has_end_pupil_shares, false) as is_shared_by_end_pupil
    from central
    left join trusts
        on central.run_id = trusts.run_id
        and central.trust_code = trusts.trust_code
),

lines as (
    {%- for cost in costs %}
    select
        run_id,
        trust_code,
        '{{ cost.category }}' as category_key,
        '{{ cost.column }}' as finance_column,
        {{ cost.column }} as central_amount,
        is_shared_by_{{ cost.basis | lower }} as is_shared
    from told
    union all
    {%- endfor %}
    {%- for column in income + ['in_year_balance', 'revenue_reserve'] %}
    select
        run_id,
        trust_code,
        cast(null as {{ dbt.type_string() }}) as category_key,
        '{{ column }}' as finance_column,
        {{ column }} as central_amount,
        is_shared_by_{{ 'end_pupil' if column == 'revenue_reserve' else 'pupil' }}
            as is_shared
    from told
    {{- '
    union all' if not loop.last }}
    {%- endfor %}
),

final as (
    select
        run_id,
        trust_code,
        category_key,
        finance_column,
        central_amount,
        case when is_shared then 0 else central_amount end as unallocated
    from lines
)

select * from final
