-- one row per run and trust of the budget forecast return, with its company and pupils
with

runs as (
    select run_id, max(run_year) as run_year
    from {{ ref('int_benchmarking__schools_listed') }}
    group by run_id
),

-- leavers and superseded rows count: the trust's money does too
trusts as (
    select
        run_id,
        trust_upin,
        min(trust_company_number) as trust_company_number,
        sum(cast(number_of_pupils as decimal(18, 2))) as total_pupils
    from {{ ref('int_benchmarking__academy_rows') }}
    where trust_upin is not null
    group by run_id, trust_upin
),

returned as (
    select run_id, trust_upin
    from {{ ref('int_benchmarking__bfr_lines_scaled') }}
    where return_file = 'sofa'
    group by run_id, trust_upin
),

final as (
    select
        returned.run_id,
        trusts.trust_company_number,
        returned.trust_upin,
        runs.run_year,
        cast(trusts.total_pupils as decimal(18, 2)) as total_pupils
    from returned
    -- a folder with nothing but budget forecasts is only history of later runs
    inner join runs
        on returned.run_id = runs.run_id
    left join trusts
        on returned.run_id = trusts.run_id
        and returned.trust_upin = trusts.trust_upin
)

select * from final
