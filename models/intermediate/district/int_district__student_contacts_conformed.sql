-- one row per student and contact, from every source that has student contacts
{% set columns = [
    'source', 'district_id', 'school_id', 'student_id', 'contact_id', 'full_name',
    'relationship', 'relationship_as_sent', 'contact_type', 'phone', 'phone_type',
    'email',
] %}
with

mapped as (
    {{ union_mapped('student_contacts', columns) }}
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
