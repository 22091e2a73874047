-- one row per school, student, contact id and name of the contact
with

students as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        student_id,
        contact_sis_id,
        contact_name,
        contact_relationship,
        contact_type,
        contact_phone,
        contact_phone_type,
        contact_email
    from {{ ref('stg_clever__students') }}
),

relationships as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'contact_relationship'
),

contact_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'contact_type'
),

phone_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'phone_type'
),

-- a contact repeats where other columns of the student differ, or with another
-- relationship or telephone; without an id it is told by name, telephone and e-mail.
-- The name counts beside an id too: two persons under one id both stay
ranked_contacts as (
    select
        students.*,
        row_number() over (
            partition by
                district_id,
                school_id,
                student_id,
                contact_sis_id,
                lower(replace(contact_name, ' ', '')),
                case when contact_sis_id is null then contact_phone end,
                case when contact_sis_id is null then contact_email end
            order by line_number, file_key
        ) as contact_line
    from students
    where
        coalesce(
            contact_sis_id,
            contact_name,
            contact_relationship,
            contact_type,
            contact_phone,
            contact_phone_type,
            contact_email
        ) is not null
),

final as (
    select
        'clever' as source,
        ranked_contacts.district_id,
        ranked_contacts.school_id,
        ranked_contacts.student_id,
        ranked_contacts.contact_sis_id as contact_id,
        ranked_contacts.contact_name as full_name,
        relationships.value as relationship,
        ranked_contacts.contact_relationship as relationship_as_sent,
        contact_types.value as contact_type,
        ranked_contacts.contact_phone as phone,
        phone_types.value as phone_type,
        ranked_contacts.contact_email as email
    from ranked_contacts
    left join relationships
        on lower(ranked_contacts.contact_relationship) = relationships.source_value
    left join contact_types
        on lower(ranked_contacts.contact_type) = contact_types.source_value
    left join phone_types
        on lower(ranked_contacts.contact_phone_type) = phone_types.source_value
    where ranked_contacts.contact_line = 1
)

select * from final
