-- one row per section enrolment that is not held back
with

records as (
    select
        *,
        {{ entity_key('section_enrollment') }} as entity_key
    from {{ ref('int_district__section_enrollments_resolved') }}
),

quarantined as (
    select entity_key
    from {{ ref('int_quality__entities_quarantined') }}
    where entity_type = 'section_enrollment'
),

valid as (
    select records.*
    from records
    left join quarantined
        on records.entity_key = quarantined.entity_key
    where quarantined.entity_key is null
)

select * from valid
