-- one row per run, trust and metric of the budget forecast return
with

bases as (
    select
        run_id,
        trust_company_number,
        trust_upin,
        year,
        max(case when series = 'Total income' then amount end) as income,
        max(case when series = 'Revenue reserve' then amount end) as reserve,
        max(case when series = 'Staff costs' then amount end) as staff_costs,
        max(case when series = 'Total expenditure' then amount end) as expenditure,
        max(case when series = 'Self-generated income' then amount end)
            as self_generated
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    where year_offset = 0
    group by run_id, trust_company_number, trust_upin, year
),

-- a ratio to an income that is zero or missing is 0, as the service has it
ratios as (
    {% for metric, part in [
        ('Revenue reserve as percentage of income', 'reserve'),
        ('Staff costs as percentage of income', 'staff_costs'),
        ('Expenditure as percentage of income', 'expenditure'),
        ('Self generated income as percentage of income', 'self_generated'),
        ('Grant funding as percentage of income', 'income - coalesce(self_generated, 0)'),
    ] %}
    select
        run_id,
        trust_company_number,
        '{{ metric }}' as metric,
        trust_upin,
        year,
        coalesce(
            cast(({{ part }}) * 100 as double) / cast(nullif(income, 0) as double), 0
        ) as value
    from bases
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

slopes as (
    select run_id, trust_upin, slope_flag, slope
    from {{ ref('int_benchmarking__bfr_slopes_flagged') }}
),

trends as (
    {% for metric, part in [('Slope', 'slope'), ('Slope flag', 'slope_flag')] %}
    select
        bases.run_id,
        bases.trust_company_number,
        '{{ metric }}' as metric,
        bases.trust_upin,
        bases.year,
        cast(slopes.{{ part }} as double) as value
    from bases
    left join slopes
        on bases.run_id = slopes.run_id
        and bases.trust_upin = slopes.trust_upin
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select * from ratios
    union all
    select * from trends
)

select * from final
