-- one row per platform and week with far fewer calls than the week before
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

weeks as (
    select
        organization_id,
        data_source,
        week_start_date,
        calls
    from {{ ref('int_dost__call_weeks') }}
),

-- a week in which nothing was called has no row
followed as (
    select
        weeks.organization_id,
        weeks.data_source,
        weeks.calls as calls_before,
        coalesce(next_weeks.calls, 0) as calls,
        cast({{ dbt.dateadd('day', 7, 'weeks.week_start_date') }} as date)
            as week_start_date
    from weeks
    cross join as_of
    left join weeks as next_weeks
        on
        weeks.organization_id = next_weeks.organization_id
        and weeks.data_source = next_weeks.data_source
        and next_weeks.week_start_date
        = {{ dbt.dateadd('day', 7, 'weeks.week_start_date') }}
    -- the week of the as-of date is over on its Sunday
    where {{ dbt.dateadd('day', 13, 'weeks.week_start_date') }} <= as_of.as_of_date
),

violations as (
    select
        'ENG-011' as rule_id,
        'dost' as source,
        organization_id as district_id,
        'call_week' as entity_type,
        {{ surrogate_key(['organization_id', 'data_source', 'week_start_date']) }}
            as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(calls as {{ dbt.type_string() }}) || ' calls' as observed,
        'about as many as the ' || cast(calls_before as {{ dbt.type_string() }})
        || ' of the week before' as expected,
        'platform ' || data_source || ' called far less in the week of '
        || cast(week_start_date as {{ dbt.type_string() }})
        || ' than in the week before: records are missing, or calls were not made'
            as message,
        {{ json_object({
            'data_source': 'data_source',
            'week': 'cast(week_start_date as ' ~ dbt.type_string() ~ ')',
            'calls': 'calls',
            'calls_before': 'calls_before',
        }) }} as evidence
    from followed
    where
        calls_before >= {{ dq_parameter('ENG-011', 'fewest_calls') }}
        and calls < calls_before * (1 - {{ dq_parameter('ENG-011', 'change') }})
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
