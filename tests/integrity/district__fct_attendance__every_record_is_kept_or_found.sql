-- What: every attendance record is in its fact or is a finding of ATT-001, and once.
-- Why it matters: the facts are filled file by file; a load that is missing or held
--   twice changes every attendance rate and no other test sees it.
-- How to fix: compare int_district__attendance_loads with the load keys in the facts,
--   and rebuild them with dbt build --full-refresh -s district__fct_attendance_daily
--   district__fct_attendance_sections.
with

counted as (
    select
        'attendance' as entity_type,
        'record' as part,
        count(*) as row_count
    from {{ ref('int_district__attendance_daily_conformed') }}
    union all
    select
        'section_attendance' as entity_type,
        'record' as part,
        count(*) as row_count
    from {{ ref('int_district__attendance_sections_conformed') }}
    union all
    select
        'attendance' as entity_type,
        'kept' as part,
        count(*) as row_count
    from {{ ref('district__fct_attendance_daily') }}
    union all
    select
        'section_attendance' as entity_type,
        'kept' as part,
        count(*) as row_count
    from {{ ref('district__fct_attendance_sections') }}
    union all
    select
        entity_type,
        'found' as part,
        count(*) as row_count
    from {{ ref('dq_attendance__duplicate_record') }}
    group by entity_type
),

compared as (
    select
        entity_type,
        sum(case when part = 'record' then row_count else 0 end) as records,
        sum(case when part = 'kept' then row_count else 0 end) as kept,
        sum(case when part = 'found' then row_count else 0 end) as found
    from counted
    group by entity_type
)

select * from compared
where records <> kept + found
