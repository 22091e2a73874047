-- one row per run, school and year with a financial plan, its metrics and their ratings
{%- set rated = [
    'average_class_size', 'teacher_contact_ratio', 'in_year_balance_percent_of_income',
] %}
with

plans as (
    select *
    from {{ ref('int_benchmarking__financial_plans_read') }}
    where is_known_school
),

bands as (
    select
        metric,
        rag,
        band,
        cast(upper_bound as double) as upper_bound
    from {{ ref('plan_ratings') }}
),

measured as (
    select
        *,
        pupils / nullif(teachers_fte, 0) as pupil_teacher_ratio,
        pupils * timetable_periods / nullif(teaching_periods, 0) as average_class_size,
        teaching_periods / nullif(teachers_fte, 0) as average_teacher_load,
        teaching_periods / nullif(timetable_periods * teachers_fte, 0)
            as teacher_contact_ratio,
        income / nullif(pupils, 0) as income_per_pupil,
        teacher_cost / nullif(income, 0) * 100 as teacher_cost_percent_of_income,
        teacher_cost / nullif(expenditure, 0) * 100
            as teacher_cost_percent_of_expenditure,
        teacher_cost / nullif(teaching_periods, 0) as cost_per_lesson,
        teacher_cost / nullif(teachers_fte, 0) as average_teacher_cost,
        income - expenditure as in_year_balance,
        (income - expenditure) / nullif(income, 0) * 100
            as in_year_balance_percent_of_income
    from plans
),

-- a band begins where the one before it ends
intervals as (
    select
        metric,
        rag,
        lag(upper_bound) over (partition by metric order by band) as lower_bound,
        upper_bound
    from bands
),

-- rounded, so that 37 of 50 periods are 0.74 whatever the last bit says
metrics as (
    {%- for metric in rated %}
    select
        run_id,
        '{{ metric }}' as metric,
        urn,
        year,
        round({{ metric }}, 9) as metric_value
    from measured
    where {{ metric }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

rated_metrics as (
    select
        {%- for metric in rated %}
        max(
            case when metrics.metric = '{{ metric }}' then intervals.rag end
        ) as {{ metric }}_rag,
        {%- endfor %}
        metrics.run_id,
        metrics.urn,
        metrics.year
    from metrics
    inner join intervals
        on metrics.metric = intervals.metric
        and coalesce(metrics.metric_value >= intervals.lower_bound, true)
        and coalesce(metrics.metric_value < intervals.upper_bound, true)
    group by metrics.run_id, metrics.urn, metrics.year
),

final as (
    select
        measured.run_id,
        measured.urn,
        measured.year,
        measured.input,
        measured.deployment_plan,
        measured.created_by,
        measured.updated_by,
        measured.version,
        rated_metrics.average_class_size_rag,
        rated_metrics.teacher_contact_ratio_rag,
        rated_metrics.in_year_balance_percent_of_income_rag,
        measured.pupil_teacher_ratio,
        measured.average_class_size,
        measured.average_teacher_load,
        measured.teacher_contact_ratio,
        measured.income_per_pupil,
        measured.teacher_cost_percent_of_income,
        measured.teacher_cost_percent_of_expenditure,
        measured.cost_per_lesson,
        measured.average_teacher_cost,
        measured.in_year_balance,
        measured.in_year_balance_percent_of_income,
        measured.created,
        measured.updated_at,
        measured.is_complete
    from measured
    left join rated_metrics
        on measured.run_id = rated_metrics.run_id
        and measured.urn = rated_metrics.urn
        and measured.year = rated_metrics.year
)

select * from final
