{{ config(materialized='table') }}
{% set facts = {
    'assessment_results': ['result_id'],
    'attendance_daily': ['student_id', 'school_id', 'attendance_date'],
    'attendance_sections': ['student_id', 'section_id', 'attendance_date'],
    'course_grades': ['student_id', 'section_id', 'marking_period'],
    'section_enrollments': ['section_id', 'student_id', 'begin_date'],
} %}

-- one row per record of a fact that is not in force: a later delta folder has its key,
-- or it is a deletion
with

{% for entity, key in facts.items() %}
{{ entity }}_deltas as (
    select
        district_id,
        {{ key | join(',\n        ') }},
        max(delta_date) as delta_date
    from {{ ref('stg_sis__' ~ entity) }}
    where delta_date is not null
    group by district_id, {{ key | join(', ') }}
),

{% endfor %}
outdated as (
    {%- for entity, key in facts.items() %}
    select
        '{{ entity }}' as entity,
        sent.district_id,
        sent.file_key,
        sent.line_number
    from {{ ref('stg_sis__' ~ entity) }} as sent
    inner join {{ entity }}_deltas as latest
        on sent.district_id = latest.district_id
        {%- for column in key %}
        and sent.{{ column }} = latest.{{ column }}
        {%- endfor %}
    where
        sent.is_deleted
        or sent.delta_date is null
        or sent.delta_date < latest.delta_date
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
)

select * from outdated
