-- one row per school, student and contact
with

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

-- two persons under one student id have the same contacts
student_schools as (
    select district_id, student_id, school_id
    from {{ ref('int_sis__students_mapped') }}
    group by district_id, student_id, school_id
),

-- lines of one contact that differ: the first one counts
ranked_contacts as (
    select
        district_id,
        contact_id,
        full_name,
        phone,
        phone_type,
        email,
        row_number() over (
            partition by district_id, contact_id
            order by line_number, file_key
        ) as contact_line
    from {{ ref('stg_sis__contacts') }}
    where is_in_force
),

ranked_student_contacts as (
    select
        district_id,
        student_id,
        contact_id,
        relationship,
        contact_type,
        row_number() over (
            partition by district_id, student_id, contact_id
            order by line_number, file_key
        ) as contact_line
    from {{ ref('stg_sis__student_contacts') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        student_contacts.district_id,
        student_schools.school_id,
        student_contacts.student_id,
        student_contacts.contact_id,
        contacts.full_name,
        relationships.value as relationship,
        student_contacts.relationship as relationship_as_sent,
        contact_types.value as contact_type,
        contacts.phone,
        phone_types.value as phone_type,
        contacts.email
    from ranked_student_contacts as student_contacts
    left join student_schools
        on student_contacts.district_id = student_schools.district_id
        and student_contacts.student_id = student_schools.student_id
    left join ranked_contacts as contacts
        on student_contacts.district_id = contacts.district_id
        and student_contacts.contact_id = contacts.contact_id
        and contacts.contact_line = 1
    left join code_crosswalk as relationships
        on lower(student_contacts.relationship) = relationships.source_value
        and relationships.code_set = 'contact_relationship'
    left join code_crosswalk as contact_types
        on lower(student_contacts.contact_type) = contact_types.source_value
        and contact_types.code_set = 'contact_type'
    left join code_crosswalk as phone_types
        on lower(contacts.phone_type) = phone_types.source_value
        and phone_types.code_set = 'phone_type'
    where student_contacts.contact_line = 1
)

select * from final
