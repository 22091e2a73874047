-- What: a trust's expenditure, income, balance and reserve are what its academies and
--   its central services returned, less what no academy received.
-- Why it matters: the trust tables and the school tables must tell one story; this is
--   the roll-up check that the public service wrote and left out.
-- How to fix: look for rows of academies without a trust, or twice in a join.
with

tolerance as (
    select threshold as allowed
    from {{ ref('finance_thresholds') }}
    where name = 'roll_up_tolerance'
),

academies as (
    select
        shares.run_id,
        shares.trust_code,
        sum({{ total_expenditure('own.', academies_only=true) }}) as expenditure,
        sum(own.total_income) as income,
        sum(own.in_year_balance) as balance,
        sum(case when shares.is_superseded then 0 else own.revenue_reserve end)
            as reserve
    from {{ ref('int_benchmarking__academy_own_amounts') }} as own
    inner join {{ ref('int_benchmarking__academy_shares') }} as shares
        on own.run_id = shares.run_id
        and own.file_key = shares.file_key
        and own.line_number = shares.line_number
    group by shares.run_id, shares.trust_code
),

expected as (
    select
        academies.run_id,
        academies.trust_code,
        academies.expenditure + coalesce(central.total_expenditure, 0) as expenditure,
        -- a row whose own income is unknown has none in the trust's sum, central or own
        academies.income + coalesce(central.total_income, 0) as income,
        academies.balance + coalesce(central.in_year_balance, 0) as balance,
        academies.reserve + coalesce(central.revenue_reserve, 0) as reserve
    from academies
    left join {{ ref('int_benchmarking__central_amounts') }} as central
        on academies.run_id = central.run_id
        and academies.trust_code = central.trust_code
),

unknown_rows as (
    select run_id, trust_code
    from {{ ref('int_benchmarking__academy_finances') }}
    where in_year_balance is null or revenue_reserve is null
    group by run_id, trust_code
),

compared as (
    select
        expected.run_id,
        expected.trust_code,
        unknown_rows.trust_code is null as is_known,
        abs(
            trusts.total_expenditure + trusts.unallocated_expenditure
            - expected.expenditure
        ) as expenditure_difference,
        abs(trusts.total_income + trusts.unallocated_income - expected.income)
            as income_difference,
        abs(
            trusts.in_year_balance + trusts.unallocated_in_year_balance
            - expected.balance
        ) as balance_difference,
        abs(
            trusts.revenue_reserve + trusts.unallocated_revenue_reserve
            - expected.reserve
        ) as reserve_difference
    from expected
    left join {{ ref('benchmarking__fct_trust_finances') }} as trusts
        on expected.run_id = trusts.run_id
        and expected.trust_code = trusts.trust_company_number
    left join unknown_rows
        on expected.run_id = unknown_rows.run_id
        and expected.trust_code = unknown_rows.trust_code
    where expected.trust_code is not null
)

select compared.*
from compared
cross join tolerance
where
    coalesce(compared.expenditure_difference, 1) >= tolerance.allowed
    or (
        compared.is_known
        and (
            coalesce(compared.income_difference, 1) >= tolerance.allowed
            or coalesce(compared.balance_difference, 1) >= tolerance.allowed
            or coalesce(compared.reserve_difference, 1) >= tolerance.allowed
        )
    )
