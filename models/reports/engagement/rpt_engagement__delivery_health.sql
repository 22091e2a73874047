-- one row per platform and week: what became of the calls
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

cells as (
    select
        platform,
        position as week,
        suppression_state,
        denominator
    from {{ ref('py_engagement_cells') }}
    where table_name = 'delivery_health' and position <> 'all'
),

weeks as (
    select *
    from {{ ref('int_dost__calls_counted') }}
    where dimension = 'week'
),

told as (
    select
        weeks.organization_id,
        weeks.data_source,
        cells.suppression_state,
        {% for what in ['outbound', 'delivered', 'answered', 'failed', 'missed'] -%}
        case when cells.denominator is not null then weeks.{{ what }}_calls end
            as {{ what }}_calls,
        {% endfor -%}
        cells.denominator as n_users,
        weeks.week_start_date
    from weeks
    inner join cells
        on weeks.platform = cells.platform
        and weeks.value = cells.week
)

select
    told.organization_id,
    told.data_source,
    told.suppression_state,
    told.outbound_calls as scheduled_calls,
    told.delivered_calls,
    told.answered_calls,
    told.failed_calls,
    told.outbound_calls - told.delivered_calls - told.failed_calls as unknown_calls,
    told.missed_calls,
    told.n_users,
    {{ significant_digits(
        'cast(told.delivered_calls as double) / nullif(before.delivered_calls, 0) - 1'
    ) }} as delivered_change,
    {{ dbt.dateadd('day', 7, 'told.week_start_date') }} <= as_of.as_of_date as is_over,
    told.week_start_date
from told
cross join as_of
left join told as before
    on told.organization_id = before.organization_id
    and told.data_source = before.data_source
    and told.week_start_date = {{ dbt.dateadd('day', 7, 'before.week_start_date') }}
