-- one row per metric, policy, subject, unit, school year and subgroup
with

metrics as (
    {% for metric in district_metrics() %}
    select * from {{ ref('met_' ~ metric) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        metrics.metric_name,
        metrics.policy_id,
        metrics.subject,
        metrics.unit_type,
        metrics.unit_key,
        metrics.subgroup_key,
        metrics.period_type,
        trust.grade as dq_grade,
        metrics.school_year,
        metrics.n_students,
        metrics.numerator,
        metrics.denominator,
        metrics.value,
        metrics.std_error,
        metrics.ci_low,
        metrics.ci_high,
        metrics.period_end_date
    from metrics
    left join {{ ref('met_dq_trust') }} as trust
        on
        metrics.metric_name = trust.metric
        and metrics.unit_type = trust.unit_type
        and metrics.unit_key = trust.unit_key
)

select * from final
