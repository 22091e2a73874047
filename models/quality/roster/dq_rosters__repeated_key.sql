-- one row per key that a roster file sends on several lines with different values
{% set keys = {
    ('clever', 'schools'): ['school_id'],
    ('clever', 'teachers'): ['school_id', 'teacher_id'],
    ('clever', 'staff'): ['school_id', 'staff_id'],
    ('clever', 'sections'): ['school_id', 'section_id'],
    ('clever', 'resources'): ['resource_id'],
    ('oneroster', 'academic_sessions'): ['sourced_id'],
    ('oneroster', 'orgs'): ['sourced_id'],
    ('oneroster', 'courses'): ['sourced_id'],
    ('oneroster', 'classes'): ['sourced_id'],
    ('oneroster', 'users'): ['sourced_id'],
    ('oneroster', 'roles'): ['sourced_id'],
    ('oneroster', 'enrollments'): ['sourced_id'],
    ('oneroster', 'demographics'): ['sourced_id'],
    ('sis', 'schools'): ['school_id'],
    ('sis', 'calendars'): ['school_id', 'calendar_date'],
    ('sis', 'terms'): ['term_id'],
    ('sis', 'students'): ['student_id'],
    ('sis', 'contacts'): ['contact_id'],
    ('sis', 'student_contacts'): ['student_id', 'contact_id'],
    ('sis', 'enrollments'): ['enrollment_id'],
    ('sis', 'educators'): ['educator_id'],
    ('sis', 'assignments'): ['assignment_id'],
    ('sis', 'courses'): ['course_id'],
    ('sis', 'sections'): ['section_id'],
    ('sis', 'section_educators'): ['section_id', 'educator_id'],
} %}
with

repeated as (
    {% for (source, entity), columns in keys.items() %}
    select
        '{{ source }}' as source,
        '{{ entity }}' as entity,
        district_id,
        {{ columns | join(" || ' / ' || ") }} as natural_id,
        {% if 'school_id' in columns -%}
        school_id,
        {%- else -%}
        cast(null as {{ dbt.type_string() }}) as school_id,
        {%- endif %}
        min(line_number) as first_line,
        count(*) as line_count
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    {% if source == 'sis' -%}
    where is_in_force
    {% endif -%}
    group by district_id, {{ columns | join(', ') }}
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

violations as (
    select
        'RST-003' as rule_id,
        source,
        district_id,
        entity as entity_type,
        {{ surrogate_key(['district_id', 'entity', 'natural_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(line_count as {{ dbt.type_string() }}) || ' lines' as observed,
        '1 line' as expected,
        'the same key stands on several lines with different values; one line counts'
            as message,
        {{ json_object({
            'id': 'natural_id',
            'first_line': 'first_line',
        }) }} as evidence
    from repeated
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
