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

-- by the rows of the return themselves, and not by those that have a share
academies as (
    select
        own.run_id,
        coalesce(
            academy_rows.trust_company_number,
            'UPIN' || cast(academy_rows.trust_upin as {{ dbt.type_string() }})
        ) as trust_code,
        {{ total_expenditure('own.', academies_only=true) }} as expenditure,
        own.total_income as income,
        own.in_year_balance as balance,
        case when academy_rows.is_superseded then 0 else own.revenue_reserve end
            as reserve
    from {{ ref('int_benchmarking__academy_own_amounts') }} as own
    inner join {{ ref('int_benchmarking__academy_rows') }} as academy_rows
        on own.run_id = academy_rows.run_id
        and own.file_key = academy_rows.file_key
        and own.line_number = academy_rows.line_number
),

summed as (
    select
        run_id,
        trust_code,
        sum(expenditure) as expenditure,
        sum(income) as income,
        sum(balance) as balance,
        sum(reserve) as reserve
    from academies
    where trust_code is not null
    group by run_id, trust_code
),

expected as (
    select
        summed.run_id,
        summed.trust_code,
        summed.expenditure + coalesce(central.total_expenditure, 0) as expenditure,
        summed.income + coalesce(central.total_income, 0) as income,
        summed.balance + coalesce(central.in_year_balance, 0) as balance,
        summed.reserve + coalesce(central.revenue_reserve, 0) as reserve
    from summed
    left join {{ ref('int_benchmarking__central_amounts') }} as central
        on summed.run_id = central.run_id
        and summed.trust_code = central.trust_code
),

-- a row whose own income is unknown has none in the trust, neither own nor central
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
