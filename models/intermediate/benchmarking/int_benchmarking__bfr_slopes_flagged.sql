-- one row per run and trust whose reserve series has all six points: slope and flag
with

thresholds as (
    select
        max(case when threshold = 'low_percentile' then value end) as low_percentile,
        max(case when threshold = 'high_percentile' then value end) as high_percentile
    from {{ ref('bfr_thresholds') }}
),

-- least squares over x = 1..6: sum((x - 3.5) * y) / 17.5 = sum((2x - 7) * y) / 35,
-- and x = year_offset + 3, so the weight is 2 * year_offset - 1:
-- 10, 20, 30, 40, 50, 60 give (-50 - 60 - 30 + 40 + 150 + 300) / 35 = 10
slopes as (
    select
        run_id,
        trust_upin,
        cast(sum(amount * (2 * year_offset - 1)) as double) / 35 as slope
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    where series = 'Revenue reserve'
    group by run_id, trust_upin
    having count(amount) = 6
),

-- the percentile p of n values lies at position p * (n - 1), counted from 0
positioned as (
    select
        slopes.run_id,
        slopes.slope,
        row_number() over (
            partition by slopes.run_id order by slopes.slope, slopes.trust_upin
        ) - 1 as position,
        thresholds.low_percentile
        * (count(*) over (partition by slopes.run_id) - 1) as low_position,
        thresholds.high_percentile
        * (count(*) over (partition by slopes.run_id) - 1) as high_position
    from slopes
    cross join thresholds
),

neighbours as (
    select
        run_id,
        max(cast(low_position - floor(low_position) as double)) as low_share,
        max(case when position = floor(low_position) then slope end) as low_before,
        max(case when position = ceil(low_position) then slope end) as low_after,
        max(cast(high_position - floor(high_position) as double)) as high_share,
        max(case when position = floor(high_position) then slope end) as high_before,
        max(case when position = ceil(high_position) then slope end) as high_after
    from positioned
    group by run_id
),

percentiles as (
    select
        run_id,
        low_before + (low_after - low_before) * low_share as low_slope,
        high_before + (high_after - high_before) * high_share as high_slope
    from neighbours
),

final as (
    select
        slopes.run_id,
        slopes.trust_upin,
        case
            when slopes.slope < percentiles.low_slope then -1
            when slopes.slope > percentiles.high_slope then 1
            else 0
        end as slope_flag,
        slopes.slope,
        percentiles.low_slope,
        percentiles.high_slope
    from slopes
    inner join percentiles
        on slopes.run_id = percentiles.run_id
)

select * from final
