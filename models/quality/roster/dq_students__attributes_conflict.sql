-- one row per student, school and attribute on which lines of a Clever file disagree
{% set attributes = [
    'student_number', 'state_id', 'middle_name', 'grade', 'gender', 'race',
    'hispanic_latino', 'home_language', 'ell_status', 'frl_status', 'iep_status',
    'section_504_status', 'gifted_status', 'disability_status', 'disability_type',
    'graduation_year', 'student_street', 'student_city', 'student_state', 'student_zip',
    'student_email', 'username',
] %}
with

lines as (
    select
        district_id,
        school_id,
        student_id,
        {{ normal_text('first_name') }} as first_name_form,
        {{ normal_text('last_name') }} as last_name_form,
        {{ attributes | join(',\n        ') }}
    from {{ ref('stg_clever__students') }}
),

-- a blank beside a value is no conflict, and another birth date is another person
counted as (
    select
        district_id,
        school_id,
        student_id,
        first_name_form,
        last_name_form,
        {% for attribute in attributes -%}
        count(distinct {{ attribute }}) as {{ attribute }}_count,
        {% endfor -%}
        count(*) as line_count
    from lines
    group by district_id, school_id, student_id, first_name_form, last_name_form
),

conflicts as (
    {%- for attribute in attributes %}
    select
        district_id,
        school_id,
        student_id,
        first_name_form,
        last_name_form,
        '{{ attribute }}' as attribute,
        {{ attribute }}_count as value_count
    from counted
    where {{ attribute }}_count > 1
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

students as (
    select
        student_key,
        source,
        district_id,
        school_id,
        student_id,
        {{ normal_text('first_name') }} as first_name_form,
        {{ normal_text('last_name') }} as last_name_form
    from {{ ref('int_district__students_keyed') }}
),

-- two persons with one id and name are told apart by birth date, which is not compared
-- here: the finding goes to one of them
student_conflicts as (
    select
        students.source,
        students.district_id,
        students.school_id,
        students.student_id,
        conflicts.attribute,
        conflicts.value_count,
        min(students.student_key) as student_key
    from conflicts
    inner join students
        on conflicts.district_id = students.district_id
        and conflicts.school_id = students.school_id
        and conflicts.student_id = students.student_id
        and conflicts.first_name_form = students.first_name_form
        and conflicts.last_name_form = students.last_name_form
    group by
        students.source,
        students.district_id,
        students.school_id,
        students.student_id,
        conflicts.attribute,
        conflicts.value_count,
        conflicts.first_name_form,
        conflicts.last_name_form
),

violations as (
    select
        'STU-008' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        attribute || ': ' || cast(value_count as {{ dbt.type_string() }}) || ' values'
            as observed,
        '1 value' as expected,
        'lines of one student disagree; the first line counts' as message,
        {{ json_object({
            'school_id': 'school_id',
            'student_id': 'student_id',
            'attribute': 'attribute',
        }) }} as evidence
    from student_conflicts
)

select
    *,
    {{ fingerprint(['school_key']) }} as fingerprint
from violations
