-- one row per school, educator and staff file, from every source that has educators
{% set columns = [
    'source', 'district_id', 'school_id', 'educator_id', 'educator_number',
    'state_educator_id', 'first_name', 'middle_name', 'last_name', 'email', 'title',
    'department', 'role', 'is_teacher',
] %}
with

mapped as (
    {{ union_mapped('educators', columns) }}
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
