-- one row per academy trust of the latest run, as published
-- noqa: disable=references.quoting
with

ordered as (
    select
        trust_company_number,
        trust_name,
        group_uid,
        cfo_name,
        cfo_email,
        open_date,
        rank() over (order by run_year desc, run_id desc) as run_order
    from {{ ref('benchmarking__dim_trusts') }}
),

latest as (
    select
        trust_name as "TrustName",
        cfo_name as "CFOName",
        cfo_email as "CFOEmail",
        open_date as "OpenDate",
        group_uid as "UID",
        trust_company_number as "CompanyNumber"
    from ordered
    where run_order = 1
)

select * from latest
