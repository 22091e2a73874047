-- one row per student and school, with the key that tells persons apart
{% set attributes = [
    'student_number', 'state_student_id', 'first_name', 'middle_name', 'last_name',
    'preferred_first_name', 'sex', 'grade_level', 'race', 'home_language', 'email',
    'username', 'street', 'city', 'state', 'zip', 'frl_status', 'disability_type',
    'graduation_year', 'is_hispanic', 'is_iep', 'is_el', 'is_section_504', 'is_gifted',
    'has_disability',
] %}
with

records as (
    select
        source,
        district_id,
        school_id,
        student_id,
        {{ attributes | join(',\n        ') }},
        birth_date,
        coalesce({{ normal_text('first_name') }}, '')
        || chr(31) || coalesce({{ normal_text('last_name') }}, '') as name_form
    from {{ ref('int_district__students_conformed') }}
),

birth_dates as (
    select
        district_id,
        student_id,
        name_form,
        case when min(birth_date) = max(birth_date) then min(birth_date) end
            as birth_date
    from records
    group by district_id, student_id, name_form
),

-- a record without birth date is of the person with its id and name, if only one is
dated_records as (
    select
        records.source,
        records.district_id,
        records.school_id,
        records.student_id,
        {% for attribute in attributes -%}
        records.{{ attribute }},
        {% endfor -%}
        records.name_form,
        coalesce(records.birth_date, birth_dates.birth_date) as birth_date
    from records
    inner join birth_dates
        on records.district_id = birth_dates.district_id
        and records.student_id = birth_dates.student_id
        and records.name_form = birth_dates.name_form
),

person_records as (
    select
        *,
        name_form || chr(31)
        || coalesce(cast(birth_date as {{ dbt.type_string() }}), '') as person_form
    from dated_records
),

ids as (
    select
        district_id,
        student_id,
        count(distinct person_form) as person_count
    from person_records
    group by district_id, student_id
),

ids_of_schools as (
    select
        district_id,
        coalesce(school_id, '') as school_id,
        student_id,
        count(distinct person_form) as person_count
    from person_records
    group by district_id, coalesce(school_id, ''), student_id
),

-- one school stands in the key of a person who shares the id, whatever their schools
persons as (
    select
        district_id,
        student_id,
        person_form,
        min(coalesce(school_id, '')) as key_school_id
    from person_records
    group by district_id, student_id, person_form
),

bases as (
    select
        persons.district_id,
        persons.student_id,
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
        and persons.student_id = ids.student_id
    inner join ids_of_schools
        on persons.district_id = ids_of_schools.district_id
        and persons.key_school_id = ids_of_schools.school_id
        and persons.student_id = ids_of_schools.student_id
),

keys as (
    select
        district_id,
        student_id,
        person_form,
        key_school_id,
        key_basis,
        case key_basis
            when 'id' then {{ surrogate_key(['district_id', 'student_id']) }}
            when 'school and id'
                then {{ surrogate_key(['district_id', 'key_school_id', 'student_id']) }}
            else {{ surrogate_key(
                ['district_id', 'key_school_id', 'student_id', 'person_form']
            ) }}
        end as student_key
    from bases
),

-- records of one person at one school that differ in anything else: one counts
ranked as (
    select
        keys.student_key,
        keys.key_basis,
        keys.key_school_id,
        person_records.source,
        person_records.district_id,
        person_records.school_id,
        person_records.student_id,
        {% for attribute in attributes -%}
        person_records.{{ attribute }},
        {% endfor -%}
        person_records.birth_date,
        row_number() over (
            partition by keys.student_key, person_records.school_id
            order by {{ in_total_order(attributes) }}
        ) as record_rank
    from person_records
    inner join keys
        on person_records.district_id = keys.district_id
        and person_records.student_id = keys.student_id
        and person_records.person_form = keys.person_form
),

keyed as (
    select
        student_key,
        key_basis,
        key_school_id,
        source,
        district_id,
        school_id,
        student_id,
        {{ attributes | join(',\n        ') }},
        birth_date
    from ranked
    where record_rank = 1
)

select * from keyed
