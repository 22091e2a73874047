-- one row per parameter of the expectations, delivery that it is for, and value
{% set text = dbt.type_string() %}
with

as_of as (
    select as_of_date
    from {{ ref('quality__current_run') }}
),

-- there is nothing to deliver after the last day of the calendar
last_school_days as (
    select
        'sis' as source,
        calendars.district_id,
        max(calendars.calendar_date) as calendar_date
    from {{ ref('stg_sis__calendars') }} as calendars
    inner join as_of
        on calendars.calendar_date <= as_of.as_of_date
    where calendars.is_in_force
    group by calendars.district_id
),

freshness as (
    select
        source,
        district_id,
        cast(
            {{ dbt.dateadd(
                'day',
                '-cast(' ~ dq_parameter('LND-038', 'days') ~ ' as integer)',
                'calendar_date',
            ) }} as date
        ) as oldest_fresh_date
    from last_school_days
),

earlier_deliveries as (
    select
        history.source,
        history.district_id,
        history.entity,
        history.rows_delivered,
        row_number() over (
            partition by history.source, history.district_id, history.entity
            order by runs.run_seq desc
        ) as recency
    from {{ ref('quality__delivery_history') }} as history
    inner join {{ ref('quality__fct_dq_runs') }} as runs
        on history.run_id = runs.run_id
    left join {{ ref('quality__current_run') }} as current_run
        on history.run_id = current_run.run_id
    where current_run.run_id is null
),

expected_rows as (
    select
        source,
        district_id,
        'raw_' || source || '__' || entity as table_name,
        cast(
            ceil(rows_delivered * (1 - {{ dq_parameter('LND-037', 'change') }}))
            as bigint
        ) as fewest_rows,
        cast(
            floor(rows_delivered * (1 + {{ dq_parameter('LND-037', 'change') }}))
            as bigint
        ) as most_rows
    from earlier_deliveries
    where recency = 1
),

general as (
    select
        'as_of_date' as parameter,
        cast(as_of_date as {{ text }}) as value
    from as_of
    where as_of_date is not null
    union all
    select
        source || '.' || code_set as parameter,
        source_value as value
    from {{ ref('code_crosswalk') }}
    union all
    select
        'values.' || code_set as parameter,
        value
    from {{ ref('code_values') }}
    {%- for word in var('null_texts') %}
    union all
    select
        'null_text' as parameter,
        {{ dbt.string_literal(word) }} as value
    {%- endfor %}
    {%- for format in var('date_formats') %}
    union all
    select
        'date_format' as parameter,
        {{ dbt.string_literal(format) }} as value
    {%- endfor %}
),

final as (
    select
        cast(null as {{ text }}) as source,
        cast(null as {{ text }}) as district_id,
        cast(null as {{ text }}) as table_name,
        parameter,
        value
    from general
    union all
    select
        source,
        district_id,
        cast(null as {{ text }}) as table_name,
        'oldest_fresh_date' as parameter,
        cast(oldest_fresh_date as {{ text }}) as value
    from freshness
    where oldest_fresh_date is not null
    union all
    select
        source,
        district_id,
        table_name,
        'fewest_rows' as parameter,
        cast(fewest_rows as {{ text }}) as value
    from expected_rows
    union all
    select
        source,
        district_id,
        table_name,
        'most_rows' as parameter,
        cast(most_rows as {{ text }}) as value
    from expected_rows
)

select * from final
