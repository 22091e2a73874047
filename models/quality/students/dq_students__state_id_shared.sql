-- one row per student whose state id another person of the district has too
with

records as (
    select
        student_key,
        source,
        district_id,
        school_id,
        student_id,
        state_student_id,
        coalesce({{ normal_text('first_name') }}, '')
        || chr(31) || coalesce({{ normal_text('last_name') }}, '') as name_form,
        birth_date
    from {{ ref('int_district__students_keyed') }}
    where state_student_id is not null
),

persons as (
    select
        student_key,
        source,
        district_id,
        student_id,
        state_student_id,
        name_form,
        min(school_id) as school_id,
        min(birth_date) as birth_date
    from records
    group by
        student_key, source, district_id, student_id, state_student_id, name_form
),

shared_ids as (
    select district_id, state_student_id
    from persons
    group by district_id, state_student_id
    having min(student_id) <> max(student_id)
),

sharers as (
    select persons.*
    from persons
    inner join shared_ids
        on persons.district_id = shared_ids.district_id
        and persons.state_student_id = shared_ids.state_student_id
),

-- one of the two alone may be a marriage, a nickname or a slip of the pen
disagreeing as (
    select
        sharers.student_key,
        sharers.source,
        sharers.district_id,
        sharers.school_id,
        sharers.student_id,
        sharers.state_student_id,
        count(distinct others.student_id) as person_count
    from sharers
    inner join sharers as others
        on sharers.district_id = others.district_id
        and sharers.state_student_id = others.state_student_id
        and sharers.student_id <> others.student_id
        and sharers.name_form <> others.name_form
        and sharers.birth_date <> others.birth_date
    group by
        sharers.student_key,
        sharers.source,
        sharers.district_id,
        sharers.school_id,
        sharers.student_id,
        sharers.state_student_id
),

violations as (
    select
        'STU-002' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(person_count + 1 as {{ dbt.type_string() }}) || ' persons' as observed,
        '1 person' as expected,
        'another student with another name and birth date has the same state id'
            as message,
        {{ json_object({
            'student_id': 'student_id',
            'state_student_id': 'state_student_id',
        }) }} as evidence
    from disagreeing
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
