-- one row per educator whose posts at one time add up to more than full time
with

assignments as (
    select source, district_id, educator_id, educator_key, fte, begin_date, end_date
    from {{ ref('int_district__assignments_conformed') }}
    where
        educator_key is not null
        and fte > 0
        and not is_overload
        and not is_on_leave
        and coalesce(begin_date < end_date, true)
),

events as (
    select
        source,
        district_id,
        educator_id,
        educator_key,
        begin_date as event_date,
        fte as change
    from assignments
    union all
    select
        source,
        district_id,
        educator_id,
        educator_key,
        end_date as event_date,
        -fte as change
    from assignments
    where end_date is not null
),

days as (
    select
        source,
        district_id,
        educator_key,
        min(educator_id) as educator_id,
        event_date,
        sum(change) as change
    from events
    group by source, district_id, educator_key, event_date
),

-- posts without a first day are in force from the beginning
totals as (
    select
        days.*,
        sum(change) over (
            partition by district_id, educator_key
            order by event_date nulls first
            rows between unbounded preceding and current row
        ) as total_fte
    from days
),

ranked as (
    select
        totals.*,
        row_number() over (
            partition by district_id, educator_key
            order by total_fte desc, event_date nulls first
        ) as peak_rank
    from totals
),

violations as (
    select
        'STF-007' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        {{ school_year_of('event_date') }} as school_year,
        cast(cast(total_fte as decimal(9, 2)) as {{ dbt.type_string() }}) as observed,
        'at most '
        || cast(
            cast({{ dq_parameter('STF-007', 'full_time') }} as decimal(9, 2))
            as {{ dbt.type_string() }}
        ) as expected,
        'posts at one time add up to more than full time' as message,
        {{ json_object({
            'educator_id': 'educator_id',
            'event_date': 'event_date',
        }) }} as evidence
    from ranked
    where
        peak_rank = 1
        and total_fte
        > {{ dq_parameter('STF-007', 'full_time') }}
        + {{ dq_parameter('STF-007', 'tolerance') }}
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
