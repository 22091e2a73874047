-- What: what the academies of a trust receive of a line of its central services, and
--   what none of them could receive, come to what the trust returned, to the penny.
-- Why it matters: costs that nobody has make every academy of a trust look cheap; costs
--   that two have make them look dear.
-- How to fix: the shares of a trust in int_benchmarking__academy_shares must come to 1,
--   and each line in int_benchmarking__academy_finances must go by its own basis.
{%- set costs = (
    cost_lines() | selectattr('academies') | map(attribute='column') | list
) %}
{%- set income = (
    income_columns() | selectattr('central') | map(attribute='column') | list
) %}
{%- set lines = costs + income + ['in_year_balance'] %}
with

tolerance as (
    select threshold as allowed
    from {{ ref('finance_thresholds') }}
    where name = 'shares_tolerance'
),

received as (
    {%- for line in lines %}
    select
        run_id,
        trust_code,
        '{{ line }}' as finance_column,
        sum({{ line }}_cs) as amount
    from {{ ref('int_benchmarking__academy_finances') }}
    where {{ line }}_cs <> 0
    group by run_id, trust_code
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- from the return itself, and not from the amounts that were shared
returned as (
    select run_id, trust_code, finance_column, central_amount, unallocated
    from {{ ref('int_benchmarking__central_unallocated') }}
    where finance_column <> 'revenue_reserve'
),

compared as (
    select
        coalesce(returned.run_id, received.run_id) as run_id,
        coalesce(returned.trust_code, received.trust_code) as trust_code,
        coalesce(returned.finance_column, received.finance_column) as finance_column,
        coalesce(received.amount, 0) as received_amount,
        coalesce(cast(returned.unallocated as double), 0) as unallocated,
        coalesce(cast(returned.central_amount as double), 0) as central_amount
    from returned
    full outer join received
        on returned.run_id = received.run_id
        and returned.trust_code = received.trust_code
        and returned.finance_column = received.finance_column
)

select compared.*
from compared
cross join tolerance
where
    abs(compared.received_amount + compared.unallocated - compared.central_amount)
    >= tolerance.allowed
