-- one row per metric, period and cell of EngagementMetric
{% set dimensions = [
    'platform', 'channel', 'partner_org', 'program', 'cohort_month', 'geography',
] %}
with

told as (
    select *
    from {{ ref('py_engagement_cells') }}
    where table_name = 'metrics'
),

-- enrolments of one cell are hidden in all metrics of the period, or in none
cells as (
    select
        position as period,
        {{ dimensions | join(',\n        ') }},
        min(case when denominator is null then 0 else 1 end) = 1 as is_told,
        min(case when suppression_state = 'suppressed_primary' then 1 else 0 end) = 1
            as is_small
    from told
    group by position, {{ dimensions | join(', ') }}
),

-- platforms alone are no cells of the table
metrics as (
    select *
    from {{ ref('int_dost__metric_cells') }}
    where
        platform = 'all'
        or partner_org <> 'all'
        or program <> 'all'
),

judged as (
    select
        metrics.*,
        cells.is_told,
        case
            when cells.is_small then 'suppressed_primary'
            when not cells.is_told then 'suppressed_complementary'
            when told.suppression_state = 'bounded' and told.value_low = 0
                then 'bounded_low'
            when told.suppression_state = 'bounded' then 'bounded_high'
            when metrics.is_share then told.suppression_state
            -- nobody, and everybody, are told of no group
            when metrics.numerator = 0 then 'bounded_low'
            when
                metrics.metric_name like '%_rate'
                and metrics.numerator = metrics.denominator
                then 'bounded_high'
            else 'published'
        end as suppression_state
    from metrics
    inner join cells
        on metrics.period = cells.period
        {%- for dimension in dimensions %}
        and metrics.{{ dimension }} = cells.{{ dimension }}
        {%- endfor %}
    left join told
        on metrics.metric_name = told.measure
        and metrics.period = told.position
        {%- for dimension in dimensions %}
        and metrics.{{ dimension }} = told.{{ dimension }}
        {%- endfor %}
)

select
    metric_name,
    period,
    case when partner_org = 'all' then 'All' else partner_org end as partner_org,
    case when program = 'all' then 'All' else program end as program,
    case when cohort_month = 'all' then 'All' else cohort_month end as cohort_month,
    -- that of a partner is not a dimension of its own
    case when channel = 'all' or partner_org <> 'all' then 'All' else channel end
        as channel,
    case when geography = 'all' then 'All' else geography end as geography,
    {% for number in ['numerator', 'denominator', 'value', 'p25', 'p50', 'p75'] -%}
    case when {{ 'is_told' if number == 'denominator' else
        "suppression_state = 'published'" }} then {{ number }} end as {{ number }},
    {% endfor -%}
    case when is_told then n_users end as n_users,
    suppression_state
from judged
