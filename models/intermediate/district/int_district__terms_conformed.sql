-- one row per term, from every source that has terms
{% set columns = [
    'source', 'district_id', 'term_id', 'term_name', 'term_type', 'school_year',
    'start_date', 'end_date',
] %}
with

mapped as (
    {{ union_mapped('terms', columns) }}
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
