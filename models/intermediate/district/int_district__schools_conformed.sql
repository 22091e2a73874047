-- one row per school of a roster, from every source that has schools
{% set columns = [
    'source', 'district_id', 'school_id', 'school_name', 'school_number',
    'state_school_id', 'school_level', 'school_type', 'low_grade', 'high_grade',
    'principal_name', 'principal_email', 'street', 'city', 'state', 'zip', 'phone',
    'open_date', 'close_date',
] %}
with

mapped as (
    {{ union_mapped('schools', columns) }}
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
