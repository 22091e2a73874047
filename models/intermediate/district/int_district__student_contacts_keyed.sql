-- one row per conformed student contact, with the keys of the student and the contact
with

records as (
    select
        source,
        district_id,
        school_id,
        student_id,
        contact_id,
        full_name,
        relationship,
        relationship_as_sent,
        contact_type,
        phone,
        phone_type,
        email,
        coalesce({{ normal_text('full_name') }}, '') as name_form,
        coalesce({{ normal_text('phone') }}, '') as phone_form,
        coalesce(lower(email), '') as email_form
    from {{ ref('int_district__student_contacts_conformed') }}
),

students as (
    select district_id, student_id, student_key
    from {{ ref('int_district__students_keyed') }}
    where key_basis = 'id'
    group by district_id, student_id, student_key
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

contact_ids as (
    select
        district_id,
        contact_id,
        count(distinct name_form) as name_count
    from records
    where contact_id is not null and name_form <> ''
    group by district_id, contact_id
),

attributed as (
    select
        records.*,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        coalesce(contact_ids.name_count, 0) as name_count
    from records
    left join students
        on records.district_id = students.district_id
        and records.student_id = students.student_id
    left join shared_ids
        on records.district_id = shared_ids.district_id
        and records.school_id = shared_ids.school_id
        and records.student_id = shared_ids.student_id
    left join contact_ids
        on records.district_id = contact_ids.district_id
        and records.contact_id = contact_ids.contact_id
),

-- nothing merges two persons: an id with several names keys with the name, and a name
-- without telephone and e-mail is known for this student only
keyed as (
    select
        student_key,
        case
            when contact_id is not null and name_count <= 1
                then {{ surrogate_key(['district_id', 'contact_id']) }}
            when contact_id is not null
                then {{ surrogate_key(['district_id', 'contact_id', 'name_form']) }}
            when phone_form <> '' or email_form <> ''
                then {{ surrogate_key(
                    ['district_id', 'name_form', 'phone_form', 'email_form']
                ) }}
            when name_form <> ''
                then {{ surrogate_key(["'student'", 'student_key', 'name_form']) }}
        end as contact_key,
        source,
        district_id,
        school_id,
        student_id,
        contact_id,
        full_name,
        relationship,
        relationship_as_sent,
        contact_type,
        phone,
        phone_type,
        email
    from attributed
)

select * from keyed
