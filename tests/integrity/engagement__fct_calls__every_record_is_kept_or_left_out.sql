-- What: every staged call of a source that is not blocked is in fct_calls, or another
--   record stands for it, and once; every enrolment has the periods it has reached.
-- Why it matters: calls are filled file by file and periods one by one; a load that is
--   missing or held twice changes every figure behind them.
-- How to fix: compare int_dost__call_loads and int_dost__period_loads with the load
--   keys in the tables, and rebuild with
--   dbt build --full-refresh -s engagement__fct_calls+.
with

blocked as (
    {{ blocked_organizations() }}
),

staged as (
    select
        calls.file_key,
        count(*) as row_count
    from {{ ref('stg_dost__campaigns') }} as calls
    left join blocked
        on calls.organization_id = blocked.district_id
    where blocked.district_id is null
    group by calls.file_key
),

counted as (
    select
        'call' as entity_type,
        'record' as part,
        sum(row_count) as row_count
    from staged
    union all
    select
        'call' as entity_type,
        'kept' as part,
        count(*) as row_count
    from {{ ref('engagement__fct_calls') }}
    union all
    -- another attempt is kept, and excluded
    select
        'call' as entity_type,
        'left_out' as part,
        count(*) as row_count
    from {{ ref('int_dost__calls_repeated') }} as repeats
    inner join staged
        on repeats.file_key = staged.file_key
    where repeats.repetition <> 'repeated_attempt'
    union all
    {% for period in engagement_periods() -%}
    select
        'enrollment' as entity_type,
        'record' as part,
        count(*) as row_count
    from {{ ref('int_dost__spells') }}
    where {{ period }}_eligible
    union all
    {% endfor -%}
    select
        'enrollment' as entity_type,
        'kept' as part,
        count(*) as row_count
    from {{ ref('int_dost__user_program_periods') }}
),

compared as (
    select
        entity_type,
        coalesce(sum(case when part = 'record' then row_count end), 0) as records,
        coalesce(sum(case when part = 'kept' then row_count end), 0) as kept,
        coalesce(sum(case when part = 'left_out' then row_count end), 0) as left_out
    from counted
    group by entity_type
)

select * from compared
where records <> kept + left_out
