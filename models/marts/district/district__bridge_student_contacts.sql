-- one row per student and contact
{% set attributes = ['relationship', 'contact_type', 'relationship_as_sent'] %}
with

students as (
    select student_key
    from {{ ref('int_district__students_valid') }}
    group by student_key
),

records as (
    select
        contacts.student_key,
        contacts.contact_key,
        contacts.{{ attributes | join(',\n        contacts.') }}
    from {{ ref('int_district__student_contacts_keyed') }} as contacts
    inner join students
        on contacts.student_key = students.student_key
    where contacts.contact_key is not null
),

-- a contact may stand once per school of the student, or under two relationships
ranked as (
    select
        records.*,
        row_number() over (
            partition by student_key, contact_key
            order by {{ in_total_order(attributes) }}
        ) as record_rank
    from records
),

final as (
    select
        student_key,
        contact_key,
        relationship,
        relationship_as_sent,
        contact_type
    from ranked
    where record_rank = 1
)

select * from final
