-- one row per run and trust of the budget forecast return: its forecast-and-risk status
with

thresholds as (
    select
        max(case when threshold = 'high_staff_costs' then value end)
            as high_staff_costs,
        max(case when threshold = 'steady_growth' then value end) as steady_growth
    from {{ ref('bfr_thresholds') }}
),

trusts as (
    select run_id, trust_company_number, trust_upin, run_year
    from {{ ref('int_benchmarking__bfr_trusts_matched') }}
    where trust_company_number is not null
),

forecasts as (
    select
        run_id,
        trust_upin,
        max(case when year_offset = 1 then amount end) as next_reserve
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    where series = 'Revenue reserve'
    group by run_id, trust_upin
),

variances as (
    select
        run_id,
        trust_upin,
        year,
        variance_status,
        status_order,
        actual
    from {{ ref('int_benchmarking__bfr_variances_rated') }}
),

status_counts as (
    select
        run_id,
        trust_upin,
        variance_status,
        status_order,
        count(*) as years
    from variances
    where variance_status is not null
    group by run_id, trust_upin, variance_status, status_order
),

-- of statuses of equally many years the worse is the most frequent
statuses_ordered as (
    select
        run_id,
        trust_upin,
        variance_status,
        row_number() over (
            partition by run_id, trust_upin order by years desc, status_order
        ) as frequency_order,
        -- whether any year at all was the worst
        min(status_order) over (partition by run_id, trust_upin) = 1
            as has_ended_well_below
    from status_counts
),

metrics as (
    select
        run_id,
        trust_upin,
        max(case when metric = 'Staff costs as percentage of income' then value end)
            as staff_costs_percent,
        max(case when metric = 'Slope' then value end) as slope,
        cast(max(case when metric = 'Slope flag' then value end) as integer)
            as slope_flag
    from {{ ref('benchmarking__fct_budget_forecast_metrics') }}
    group by run_id, trust_upin
),

measured as (
    select
        trusts.run_id,
        trusts.trust_company_number,
        trusts.trust_upin,
        trusts.run_year as year,
        variances.actual as reserve,
        forecasts.next_reserve,
        metrics.staff_costs_percent,
        metrics.slope,
        metrics.slope_flag,
        statuses_ordered.variance_status as most_frequent_status,
        statuses_ordered.variance_status is not null
        and statuses_ordered.variance_status = 'AR above forecast'
            as is_mostly_above,
        statuses_ordered.variance_status is not null
        and statuses_ordered.variance_status = 'AR significantly below forecast'
            as is_mostly_well_below,
        coalesce(statuses_ordered.has_ended_well_below, false) as has_ended_well_below,
        thresholds.high_staff_costs,
        thresholds.steady_growth
    from trusts
    cross join thresholds
    left join forecasts
        on trusts.run_id = forecasts.run_id
        and trusts.trust_upin = forecasts.trust_upin
    left join metrics
        on trusts.run_id = metrics.run_id
        and trusts.trust_upin = metrics.trust_upin
    left join variances
        on trusts.run_id = variances.run_id
        and trusts.trust_upin = variances.trust_upin
        and trusts.run_year = variances.year
    left join statuses_ordered
        on trusts.run_id = statuses_ordered.run_id
        and trusts.trust_upin = statuses_ordered.trust_upin
        and statuses_ordered.frequency_order = 1
),

-- the branches stand in the order of seed bfr_status_rules
ruled as (
    select
        *,
        case
            when reserve < 0 then 'reserve_below_zero'
            when next_reserve < 0 then 'forecast_below_zero'
            when
                slope < 0
                and slope_flag = -1
                and not is_mostly_above
                and staff_costs_percent >= high_staff_costs
                then 'steep_fall_and_staff_costs'
            when slope < 0 and slope_flag = -1 and not is_mostly_above
                then 'steep_fall'
            when slope < 0 and slope_flag <> -1 then 'fall'
            when slope < 0 and slope_flag = -1 and is_mostly_above
                then 'steep_fall_above_forecast'
            when slope > 0 and slope_flag = 1 and is_mostly_well_below
                then 'steep_rise_below_forecast'
            when
                reserve > 0
                and next_reserve > 0
                and (next_reserve - reserve) * 100 <= reserve * steady_growth
                then 'steady_balance'
            when slope > 0 and slope_flag <> 1 then 'rise'
            when slope > 0 and slope_flag = 1 and not has_ended_well_below
                then 'steep_rise'
            when slope is null then 'points_missing'
            else 'nothing_decides'
        end as rule_code
    from measured
),

rules as (
    select rule_code, status, reason
    from {{ ref('bfr_status_rules') }}
),

final as (
    select
        ruled.run_id,
        ruled.trust_company_number,
        rules.status,
        rules.rule_code,
        rules.reason,
        ruled.most_frequent_status,
        ruled.trust_upin,
        ruled.year,
        ruled.slope_flag,
        ruled.reserve as actual_revenue_reserve,
        ruled.next_reserve as forecast_revenue_reserve,
        ruled.staff_costs_percent,
        ruled.slope
    from ruled
    inner join rules
        on ruled.rule_code = rules.rule_code
)

select * from final
