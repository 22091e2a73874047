-- one row per run, trust, category and year of the budget forecast return
with

points as (
    select
        run_id,
        trust_company_number,
        series,
        trust_upin,
        year,
        amount
    from {{ ref('int_benchmarking__bfr_points_summed') }}
),

-- IT spend counts the pupils of the return's own line, all else those of the series
categories as (
    select series, max(pupil_series) as pupil_series
    from {{ ref('bfr_points') }}
    where pupil_series is not null
    group by series
),

variances as (
    select
        run_id,
        'Revenue reserve' as series,
        trust_upin,
        year,
        variance_status,
        actual,
        variance,
        percent_variance
    from {{ ref('int_benchmarking__bfr_variances_rated') }}
),

final as (
    select
        points.run_id,
        points.trust_company_number,
        points.series as category,
        variances.variance_status,
        points.trust_upin,
        points.year,
        points.amount as value,
        pupils.amount as total_pupils,
        variances.actual as actual_value,
        variances.variance,
        variances.percent_variance
    from points
    inner join categories
        on points.series = categories.series
    left join points as pupils
        on points.run_id = pupils.run_id
        and points.trust_upin = pupils.trust_upin
        and points.year = pupils.year
        and categories.pupil_series = pupils.series
    left join variances
        on points.run_id = variances.run_id
        and points.trust_upin = variances.trust_upin
        and points.year = variances.year
        and points.series = variances.series
)

select * from final
