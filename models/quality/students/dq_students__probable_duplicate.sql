-- one row per student who is likely to be one person with a student of another id
with

students as (
    select
        student_key,
        source,
        district_id,
        student_id,
        min(state_student_id) as state_student_id,
        min(sex) as sex,
        min({{ normal_text('first_name') }}) as first_form,
        min({{ normal_text('last_name') }}) as last_form,
        min(lower(substring(middle_name, 1, 1))) as middle_initial,
        min(birth_date) as birth_date
    from {{ ref('int_district__students_keyed') }}
    where
        birth_date is not null
        and sex is not null
        and first_name is not null
        and last_name is not null
    group by student_key, source, district_id, student_id
),

pairs as (
    select
        students.student_key,
        students.source,
        students.district_id,
        students.student_id,
        others.student_id as other_student_id,
        levenshtein(students.first_form, others.first_form)
        + levenshtein(students.last_form, others.last_form) as distance,
        greatest(
            length(students.first_form) + length(students.last_form),
            length(others.first_form) + length(others.last_form)
        ) as name_length,
        coalesce(students.state_student_id <> others.state_student_id, false)
            as has_two_state_ids
    from students
    inner join students as others
        on students.district_id = others.district_id
        and students.birth_date = others.birth_date
        and students.sex = others.sex
        and students.student_id <> others.student_id
        and coalesce(students.middle_initial = others.middle_initial, true)
),

-- two state ids speak for two persons, twins with like names: then every letter counts
likely as (
    select
        *,
        row_number() over (
            partition by student_key
            order by distance, other_student_id
        ) as other_rank
    from pairs
    where
        distance <= case
            when has_two_state_ids then 0
            else {{ dq_parameter('STU-003', 'edit_distance') }}
        end
        and distance <= name_length * {{ dq_parameter('STU-003', 'share_of_name') }}
),

violations as (
    select
        'STU-003' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(distance as {{ dbt.type_string() }})
        || ' letters from another student''s name' as observed,
        'one id per person' as expected,
        'another student has the same birth date and sex, and the same name or nearly'
            as message,
        {{ json_object({
            'student_id': 'student_id',
            'other_student_id': 'other_student_id',
            'edit_distance': 'distance',
            'score': 'cast(1 - distance / cast(name_length as decimal(9, 4))'
                ~ ' as decimal(4, 3))',
        }) }} as evidence
    from likely
    where other_rank = 1
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
