-- one row per student and school, without students who are held back
with

records as (
    select
        *,
        {{ entity_key('student') }} as entity_key
    from {{ ref('int_district__students_keyed') }}
),

quarantined as (
    select entity_key
    from {{ ref('int_quality__entities_quarantined') }}
    where entity_type = 'student'
),

valid as (
    select records.*
    from records
    left join quarantined
        on records.entity_key = quarantined.entity_key
    where quarantined.entity_key is null
)

select * from valid
