-- Which trusts are at risk by their budget forecast, and why?
-- For: chief financial officers and regulators.
with

years as (
    select
        *,
        row_number() over (partition by run_id, trust_upin order by year desc)
            as year_order
    from {{ ref('rpt_benchmarking__trust_forecast_and_risk') }}
    where not is_forecast_year
)

select
    run_id,
    trust_company_number,
    trust_name,
    status,
    reason,
    actual_reserve,
    slope,
    slope_flag,
    staff_costs_percent,
    reserve_percent
from years
where year_order = 1 and status in ('red', 'amber')
order by run_id desc, status desc, actual_reserve, trust_company_number
