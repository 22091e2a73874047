-- one row per school and day of a calendar, from every source that has calendars
{% set columns = [
    'source', 'district_id', 'school_id', 'school_year', 'is_instructional',
    'calendar_date',
] %}
with

mapped as (
    {{ union_mapped('calendar_dates', columns, sources=['sis']) }}
),

blocked as (
    select
        source,
        district_id
    from {{ ref('quality__blocked_sources') }}
    group by source, district_id
),

conformed as (
    select mapped.*
    from mapped
    left join blocked
        on mapped.source = blocked.source and mapped.district_id = blocked.district_id
    where blocked.source is null
)

select * from conformed
