-- one row per run, trust and year up to the run's: actual reserve against its forecast
with

forecasts as (
    select
        run_id,
        trust_company_number,
        trust_upin,
        year,
        amount as forecast
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    -- what later folders say is not known in the run's year
    where series = 'Revenue reserve' and year_offset <= 0
),

actuals as (
    select
        run_id,
        trust_company_number,
        revenue_reserve + unallocated_revenue_reserve as actual
    from {{ ref('benchmarking__fct_trust_finances') }}
),

-- 100 - forecast / actual * 100, in one division: 110 against 100 is -10 exactly
compared as (
    select
        forecasts.run_id,
        forecasts.trust_company_number,
        forecasts.trust_upin,
        forecasts.year,
        forecasts.forecast,
        actuals.actual,
        actuals.actual - forecasts.forecast as variance,
        case
            when actuals.actual > 0
                then
                    cast((actuals.actual - forecasts.forecast) * 100 as double)
                    / cast(actuals.actual as double)
        end as percent_variance
    from forecasts
    left join actuals
        on cast(forecasts.year as {{ dbt.type_string() }}) = actuals.run_id
        and forecasts.trust_company_number = actuals.trust_company_number
),

statuses as (
    select status_order, variance_status, percent_from, percent_below
    from {{ ref('bfr_variance_statuses') }}
),

final as (
    select
        compared.run_id,
        compared.trust_company_number,
        statuses.variance_status,
        compared.trust_upin,
        compared.year,
        statuses.status_order,
        cast(compared.forecast as decimal(18, 2)) as forecast,
        cast(compared.actual as decimal(18, 2)) as actual,
        cast(compared.variance as decimal(18, 2)) as variance,
        compared.percent_variance
    from compared
    left join statuses
        on compared.percent_variance >= coalesce(
            statuses.percent_from, compared.percent_variance
        )
        and (
            statuses.percent_below is null
            or compared.percent_variance < statuses.percent_below
        )
)

select * from final
