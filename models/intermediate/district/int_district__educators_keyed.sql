-- one row per educator, school and staff file, with the key that tells persons apart
{% set attributes = [
    'educator_number', 'state_educator_id', 'first_name', 'middle_name', 'last_name',
    'email', 'title', 'department', 'role', 'is_teacher',
] %}
with

records as (
    select
        source,
        district_id,
        school_id,
        educator_id,
        {{ attributes | join(',\n        ') }},
        coalesce({{ normal_text('first_name') }}, '')
        || chr(31) || coalesce({{ normal_text('last_name') }}, '') as name_form,
        coalesce(lower(email), '') as email_form
    from {{ ref('int_district__educators_conformed') }}
),

names_of_emails as (
    select
        district_id,
        educator_id,
        email_form,
        min(name_form) as name_form
    from records
    where email_form <> '' and name_form <> chr(31)
    group by district_id, educator_id, email_form
    having min(name_form) = max(name_form)
),

-- there is no birth date to compare; a record without a name is told by its e-mail
named_records as (
    select
        records.source,
        records.district_id,
        records.school_id,
        records.educator_id,
        {% for attribute in attributes -%}
        records.{{ attribute }},
        {% endfor -%}
        case
            when records.name_form <> chr(31) then records.name_form
            else coalesce(names_of_emails.name_form, records.email_form)
        end as person_form
    from records
    left join names_of_emails
        on records.district_id = names_of_emails.district_id
        and records.educator_id = names_of_emails.educator_id
        and records.email_form = names_of_emails.email_form
),

ids as (
    select
        district_id,
        educator_id,
        count(distinct person_form) as person_count
    from named_records
    group by district_id, educator_id
),

ids_of_schools as (
    select
        district_id,
        coalesce(school_id, '') as school_id,
        educator_id,
        count(distinct person_form) as person_count
    from named_records
    group by district_id, coalesce(school_id, ''), educator_id
),

-- one school stands in the key of a person who shares the id, whatever their schools
persons as (
    select
        district_id,
        educator_id,
        person_form,
        min(coalesce(school_id, '')) as key_school_id
    from named_records
    group by district_id, educator_id, person_form
),

bases as (
    select
        persons.district_id,
        persons.educator_id,
        persons.person_form,
        persons.key_school_id,
        case
            when ids.person_count = 1 then 'id'
            when ids_of_schools.person_count = 1 then 'school and id'
            else 'school, id and person'
        end as key_basis
    from persons
    inner join ids
        on persons.district_id = ids.district_id
        and persons.educator_id = ids.educator_id
    inner join ids_of_schools
        on persons.district_id = ids_of_schools.district_id
        and persons.key_school_id = ids_of_schools.school_id
        and persons.educator_id = ids_of_schools.educator_id
),

keys as (
    select
        district_id,
        educator_id,
        person_form,
        key_school_id,
        key_basis,
        case key_basis
            when 'id' then {{ surrogate_key(['district_id', 'educator_id']) }}
            when 'school and id'
                then {{ surrogate_key(
                    ['district_id', 'key_school_id', 'educator_id']
                ) }}
            else {{ surrogate_key(
                ['district_id', 'key_school_id', 'educator_id', 'person_form']
            ) }}
        end as educator_key
    from bases
),

-- records of one person at one school that differ in anything else: one counts
ranked as (
    select
        keys.educator_key,
        keys.key_basis,
        keys.key_school_id,
        named_records.source,
        named_records.district_id,
        named_records.school_id,
        named_records.educator_id
        {%- for attribute in attributes %},
        named_records.{{ attribute }}
        {%- endfor %},
        row_number() over (
            partition by
                keys.educator_key,
                named_records.school_id,
                named_records.is_teacher
            order by {{ in_total_order(attributes) }}
        ) as record_rank
    from named_records
    inner join keys
        on named_records.district_id = keys.district_id
        and named_records.educator_id = keys.educator_id
        and named_records.person_form = keys.person_form
),

keyed as (
    select
        educator_key,
        key_basis,
        key_school_id,
        source,
        district_id,
        school_id,
        educator_id,
        {{ attributes | join(',\n        ') }}
    from ranked
    where record_rank = 1
)

select * from keyed
