-- one row per run, trust of the budget forecast return and year of its reserve
with

reserves as (
    select
        run_id,
        trust_company_number,
        variance_status,
        trust_upin,
        year,
        value,
        total_pupils,
        actual_value,
        variance,
        percent_variance
    from {{ ref('benchmarking__fct_budget_forecasts') }}
    where category = 'Revenue reserve'
),

statuses as (
    select
        run_id,
        status,
        reason,
        most_frequent_status,
        trust_upin,
        year,
        slope_flag,
        slope
    from {{ ref('benchmarking__fct_trust_forecast_status') }}
),

metrics as (
    select
        {%- for metric, column in [
            ('Revenue reserve', 'reserve'),
            ('Staff costs', 'staff_costs'),
            ('Expenditure', 'expenditure'),
            ('Self generated income', 'self_generated_income'),
            ('Grant funding', 'grant_funding'),
        ] %}
        max(case when metric = '{{ metric }} as percentage of income' then value end)
            as {{ column }}_percent,
        {%- endfor %}
        run_id,
        trust_upin
    from {{ ref('benchmarking__fct_budget_forecast_metrics') }}
    group by run_id, trust_upin
),

names as (
    select run_id, trust_company_number, trust_name
    from {{ ref('benchmarking__dim_trusts') }}
),

final as (
    select
        reserves.run_id,
        reserves.trust_company_number,
        names.trust_name,
        statuses.status,
        statuses.reason,
        statuses.most_frequent_status,
        reserves.variance_status,
        reserves.trust_upin,
        reserves.year,
        statuses.slope_flag,
        cast(reserves.value as decimal(18, 0)) as forecast_reserve,
        cast(reserves.actual_value as decimal(18, 0)) as actual_reserve,
        cast(reserves.variance as decimal(18, 0)) as variance,
        cast(reserves.percent_variance as decimal(18, 1)) as percent_variance,
        cast(reserves.total_pupils as decimal(18, 1)) as total_pupils,
        cast(statuses.slope as decimal(18, 0)) as slope,
        {%- for column in [
            'reserve', 'staff_costs', 'expenditure', 'self_generated_income',
            'grant_funding',
        ] %}
        cast(metrics.{{ column }}_percent as decimal(18, 1)) as {{ column }}_percent,
        {%- endfor %}
        reserves.year > statuses.year as is_forecast_year
    from reserves
    inner join statuses
        on reserves.run_id = statuses.run_id
        and reserves.trust_upin = statuses.trust_upin
    inner join metrics
        on reserves.run_id = metrics.run_id
        and reserves.trust_upin = metrics.trust_upin
    left join names
        on reserves.run_id = names.run_id
        and reserves.trust_company_number = names.trust_company_number
)

select * from final
