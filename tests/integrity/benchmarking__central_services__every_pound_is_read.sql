-- What: the central costs of a run are those of its return, however trusts are called.
-- Why it matters: a trust whose number cannot be read would lose its central services
--   before they are shared, and no comparison of shares would show it.
-- How to fix: look for rows of the return without company number and UPIN.
{%- set costs = cost_lines() | selectattr('academies') | list %}
with

returned as (
    {%- for source, model in [
        ('aar', 'stg_dfe__aar_cs'),
        ('arx', 'stg_dfe__arx_cs_benchmark_report'),
        ('academy_ar', 'stg_dfe__academy_ar_central'),
    ] %}
    select
        run_id,
        {{ loop.index }} as source_order,
        {%- for cost in costs %}
        coalesce({{ cost.line }}, 0){{ ' +' if not loop.last }}
        {%- endfor %}
            as amount
    from {{ ref(model) }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    select
        run_id,
        amount,
        rank() over (partition by run_id order by source_order) as source_rank
    from returned
),

of_returns as (
    select
        run_id,
        sum(amount) as returned_amount
    from ranked
    where source_rank = 1
    group by run_id
),

of_trusts as (
    select
        run_id,
        sum(total_expenditure) as read_amount
    from {{ ref('int_benchmarking__central_amounts') }}
    group by run_id
)

select
    of_returns.run_id,
    of_returns.returned_amount,
    of_trusts.read_amount
from of_returns
left join of_trusts
    on of_returns.run_id = of_trusts.run_id
where of_returns.returned_amount <> coalesce(of_trusts.read_amount, 0)
