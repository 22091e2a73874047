-- one row per trust and thing that is odd about its central services
with

-- the balance follows from the other lines
unallocated as (
    select
        run_id,
        trust_code,
        sum(case when category_key is not null then unallocated else 0 end) as costs,
        sum(case when finance_column = 'total_income' then unallocated else 0 end)
            as income,
        sum(case when finance_column = 'revenue_reserve' then unallocated else 0 end)
            as reserve,
        sum(case when unallocated <> 0 then 1 else 0 end) as line_count
    from {{ ref('int_benchmarking__central_unallocated') }}
    group by run_id, trust_code
),

central as (
    select run_id, trust_code, row_count
    from {{ ref('int_benchmarking__central_amounts') }}
),

runs_with_central as (
    select run_id
    from central
    group by run_id
),

trusts as (
    select
        run_id,
        trust_code,
        count(*) as academy_count
    from {{ ref('int_benchmarking__academy_shares') }}
    where trust_code is not null
    group by run_id, trust_code
),

odd as (
    select
        'FIN-021' as rule_id,
        unallocated.run_id,
        unallocated.trust_code,
        'costs ' || cast(unallocated.costs as {{ dbt.type_string() }})
        || ', income ' || cast(unallocated.income as {{ dbt.type_string() }})
        || ', reserve ' || cast(unallocated.reserve as {{ dbt.type_string() }})
            as observed,
        'every pound reaches an academy' as expected,
        'trust ' || unallocated.trust_code || ' has no academy with pupils that could'
        || ' take its central services; they are shown as unallocated' as message
    from unallocated
    where unallocated.line_count > 0
    union all
    select
        'FIN-022' as rule_id,
        trusts.run_id,
        trusts.trust_code,
        cast(trusts.academy_count as {{ dbt.type_string() }}) || ' academies'
            as observed,
        'a return of central services' as expected,
        'trust ' || trusts.trust_code || ' has several academies and no return of'
        || ' central services; their costs are their own' as message
    from trusts
    inner join runs_with_central
        on trusts.run_id = runs_with_central.run_id
    left join central
        on trusts.run_id = central.run_id
        and trusts.trust_code = central.trust_code
    where trusts.academy_count > 1 and central.trust_code is null
    union all
    select
        'FIN-023' as rule_id,
        run_id,
        trust_code,
        cast(row_count as {{ dbt.type_string() }}) || ' rows' as observed,
        '1 row' as expected,
        'trust ' || trust_code
        || ' has several rows of central services; they are added' as message
    from central
    where row_count > 1
),

violations as (
    select
        rule_id,
        'dfe' as source,
        run_id as district_id,
        'trust' as entity_type,
        {{ surrogate_key(['run_id', 'trust_code']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({'trust_company_number': 'trust_code'}) }} as evidence
    from odd
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
