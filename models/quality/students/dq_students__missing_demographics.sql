-- one row per student of whom a required demographic value is missing
{% set missing = {
    'birth_date': 'birth_date is null',
    'sex': 'sex is null',
    'race': 'race is null and not coalesce(is_hispanic, false)',
} %}
with

students as (
    select
        student_key,
        source,
        district_id,
        student_id,
        {% for attribute, is_missing in missing.items() -%}
        min(case when {{ is_missing }} then 1 else 0 end) as {{ attribute }}_missing,
        {% endfor -%}
        min(school_id) as school_id
    from {{ ref('int_district__students_keyed') }}
    group by student_key, source, district_id, student_id
),

-- what a district never sends is not in its extract at all
sent as (
    select
        {% for attribute in missing -%}
        min({{ attribute }}_missing) as {{ attribute }}_not_sent,
        {% endfor -%}
        district_id
    from students
    group by district_id
),

judged as (
    select
        students.student_key,
        students.source,
        students.district_id,
        students.school_id,
        students.student_id,
        ''
        {%- for attribute in missing %}
        || case
            when students.{{ attribute }}_missing > sent.{{ attribute }}_not_sent
                then ', {{ attribute }}'
            else ''
        end
        {%- endfor %} as missing_list
    from students
    inner join sent
        on students.district_id = sent.district_id
),

violations as (
    select
        'STU-005' as rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        'no ' || substring(missing_list, 3) as observed,
        'a value' as expected,
        'the student is missing in groups by ' || substring(missing_list, 3) as message,
        {{ json_object({'student_id': 'student_id'}) }} as evidence
    from judged
    where missing_list <> ''
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
