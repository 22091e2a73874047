-- How close did a trust's forecasts come to what it had at the end of the year?
-- For: chief financial officers. --vars '{company: "01234567"}' chooses the trust.
select
    run_id,
    year,
    forecast_reserve,
    actual_reserve,
    variance,
    percent_variance,
    variance_status
from {{ ref('rpt_benchmarking__trust_forecast_and_risk') }}
where trust_company_number = '{{ var("company", "00000000") }}'
order by run_id desc, year
