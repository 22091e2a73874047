-- one row per run and trust UPIN: the company number that stands for the trust
with

named as (
    select run_id, trust_upin, trust_company_number as company_number
    from {{ ref('int_benchmarking__academy_rows') }}
    union all
    select run_id, trust_upin, company_number
    from {{ ref('stg_dfe__academy_master_list') }}
    union all
    select run_id, lead_upin as trust_upin, company_number
    from {{ ref('stg_dfe__aar_cs') }}
    union all
    select run_id, lead_upin as trust_upin, company_number
    from {{ ref('stg_dfe__academy_ar_central') }}
),

final as (
    select
        run_id,
        trust_upin,
        min(company_number) as trust_company_number
    from named
    where trust_upin is not null and company_number is not null
    group by run_id, trust_upin
)

select * from final
