-- one row per record of the roster that names something the roster does not have
with

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

courses as (
    select district_id, course_id
    from {{ ref('int_district__courses_conformed') }}
),

students as (
    select district_id, student_id
    from {{ ref('int_district__students_keyed') }}
    group by district_id, student_id
),

records_of_schools as (
    select
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        school_id,
        student_id as natural_id
    from {{ ref('int_district__students_keyed') }}
    where school_id is not null
    union all
    select
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        school_id,
        educator_id as natural_id
    from {{ ref('int_district__educators_keyed') }}
    where school_id is not null
    group by source, district_id, educator_key, school_id, educator_id
    union all
    select
        source,
        district_id,
        'section' as entity_type,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as entity_key,
        school_id,
        section_id as natural_id
    from {{ ref('int_district__sections_conformed') }}
),

sections as (
    select
        source,
        district_id,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as entity_key,
        school_id,
        section_id,
        course_id
    from {{ ref('int_district__sections_conformed') }}
    where course_id is not null
),

contacts as (
    select
        source,
        district_id,
        school_id,
        student_id,
        contact_key as entity_key
    from {{ ref('int_district__student_contacts_keyed') }}
    where contact_key is not null
    group by source, district_id, school_id, student_id, contact_key
),

unknown_references as (
    select
        records_of_schools.source,
        records_of_schools.district_id,
        records_of_schools.entity_type,
        records_of_schools.entity_key,
        records_of_schools.school_id,
        records_of_schools.natural_id,
        'school' as reference_type,
        records_of_schools.school_id as reference_id
    from records_of_schools
    left join schools
        on records_of_schools.district_id = schools.district_id
        and records_of_schools.school_id = schools.school_id
    where schools.school_id is null
    union all
    select
        sections.source,
        sections.district_id,
        'section' as entity_type,
        sections.entity_key,
        sections.school_id,
        sections.section_id as natural_id,
        'course' as reference_type,
        sections.course_id as reference_id
    from sections
    left join courses
        on sections.district_id = courses.district_id
        and sections.course_id = courses.course_id
    where courses.course_id is null
    union all
    select
        contacts.source,
        contacts.district_id,
        'student_contact' as entity_type,
        contacts.entity_key,
        contacts.school_id,
        cast(null as {{ dbt.type_string() }}) as natural_id,
        'student' as reference_type,
        contacts.student_id as reference_id
    from contacts
    left join students
        on contacts.district_id = students.district_id
        and contacts.student_id = students.student_id
    where students.student_id is null
),

violations as (
    select
        'RST-001' as rule_id,
        source,
        district_id,
        entity_type,
        entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        'unknown ' || reference_type as observed,
        'a ' || reference_type || ' of the roster' as expected,
        'the record names a ' || reference_type || ' that the roster does not have; the'
        || ' reference is empty' as message,
        {{ json_object({
            'entity_id': 'natural_id',
            'reference_id': 'reference_id',
        }) }} as evidence
    from unknown_references
)

select
    *,
    {{ fingerprint(['evidence']) }} as fingerprint
from violations
