-- one row per file, coded column and value that the source's own vocabulary lacks
{# (source, staging entity, column, code set). Lists in one cell (OneRoster grades and
   subjects) are judged by their first entry, which is what the conformed models use. #}
{% set coded_columns = [
    ('clever', 'schools', 'low_grade', 'grade_level'),
    ('clever', 'schools', 'high_grade', 'grade_level'),
    ('clever', 'students', 'gender', 'sex'),
    ('clever', 'students', 'grade', 'grade_level'),
    ('clever', 'students', 'race', 'race'),
    ('clever', 'students', 'home_language', 'home_language'),
    ('clever', 'students', 'frl_status', 'frl_status'),
    ('clever', 'students', 'disability_type', 'disability_type'),
    ('clever', 'students', 'disability_code', 'disability_type'),
    ('clever', 'students', 'contact_relationship', 'contact_relationship'),
    ('clever', 'students', 'contact_type', 'contact_type'),
    ('clever', 'students', 'contact_phone_type', 'phone_type'),
    ('clever', 'sections', 'grade', 'grade_level'),
    ('clever', 'sections', 'subject', 'subject'),
    ('clever', 'attendance', 'attendance_type', 'attendance_type'),
    ('clever', 'attendance', 'attendance_status', 'attendance_status'),
    ('oneroster', 'academic_sessions', 'type', 'term_type'),
    ('oneroster', 'orgs', 'type', 'org_type'),
    ('oneroster', 'classes', 'class_type', 'class_type'),
    ('oneroster', 'classes', 'grades', 'grade_level'),
    ('oneroster', 'classes', 'subjects', 'subject'),
    ('oneroster', 'courses', 'grades', 'grade_level'),
    ('oneroster', 'courses', 'subjects', 'subject'),
    ('oneroster', 'users', 'role', 'role'),
    ('oneroster', 'users', 'grades', 'grade_level'),
    ('oneroster', 'roles', 'role', 'role'),
    ('oneroster', 'enrollments', 'role', 'role'),
    ('oneroster', 'demographics', 'sex', 'sex'),
    ('oneroster', 'results', 'score_status', 'score_status'),
    ('oneroster', 'resources', 'importance', 'resource_importance'),
    ('sis', 'schools', 'school_level', 'school_level'),
    ('sis', 'schools', 'school_type', 'school_type'),
    ('sis', 'schools', 'low_grade', 'grade_level'),
    ('sis', 'schools', 'high_grade', 'grade_level'),
    ('sis', 'school_crosswalk', 'system', 'school_system'),
    ('sis', 'calendars', 'day_type', 'day_type'),
    ('sis', 'terms', 'term_type', 'term_type'),
    ('sis', 'students', 'sex', 'sex'),
    ('sis', 'students', 'race', 'race'),
    ('sis', 'students', 'home_language', 'home_language'),
    ('sis', 'contacts', 'phone_type', 'phone_type'),
    ('sis', 'student_contacts', 'relationship', 'contact_relationship'),
    ('sis', 'student_contacts', 'contact_type', 'contact_type'),
    ('sis', 'enrollments', 'grade_level', 'grade_level'),
    ('sis', 'enrollments', 'enrollment_status', 'enrollment_status'),
    ('sis', 'student_services', 'service', 'student_service'),
    ('sis', 'student_services', 'detail', 'disability_type'),
    ('sis', 'programs', 'assignment', 'program_assignment'),
    ('sis', 'programs', 'assignment_unit', 'assignment_unit'),
    ('sis', 'program_participations', 'assigned_arm', 'assigned_arm'),
    ('sis', 'assignments', 'position', 'role'),
    ('sis', 'certifications', 'certificate_type', 'certificate_type'),
    ('sis', 'certifications', 'low_grade', 'grade_level'),
    ('sis', 'certifications', 'high_grade', 'grade_level'),
    ('sis', 'certifications', 'status', 'certificate_status'),
    ('sis', 'courses', 'subject', 'subject'),
    ('sis', 'sections', 'grade_level', 'grade_level'),
    ('sis', 'section_educators', 'role', 'educator_role'),
    ('sis', 'attendance_codes', 'category', 'attendance_status'),
    ('sis', 'assessments', 'subject', 'subject'),
    ('sis', 'assessments', 'grade_level', 'grade_level'),
    ('sis', 'assessments', 'kind', 'assessment_kind'),
    ('sis', 'assessment_results', 'test_window', 'test_window'),
    ('sis', 'assessment_results', 'tested_grade', 'grade_level'),
    ('sis', 'discipline_incidents', 'action', 'discipline_action'),
    ('sis', 'graduations', 'diploma_type', 'diploma_type'),
] %}
with

sent as (
    {% for source, entity, column, code_set in coded_columns %}
    select
        '{{ source }}' as source,
        file_key,
        '{{ entity }}' as entity,
        '{{ column }}' as column_name,
        '{{ code_set }}' as code_set,
        {% if column in ('grades', 'subjects') -%}
        {{ dbt.split_part('"' ~ column ~ '"', "','", 1) }} as column_value,
        {%- else -%}
        "{{ column }}" as column_value,
        {%- endif %}
        line_number
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    where
        "{{ column }}" is not null
        {% if code_set == 'disability_type' and column == 'detail' -%}
        -- of other services the detail is something else
        and lower(service) = 'iep'
        {%- endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        source,
        file_key,
        entity,
        column_name,
        code_set,
        column_value,
        count(*) as row_count,
        min(line_number) as line_number
    from sent
    group by source, file_key, entity, column_name, code_set, column_value
),

code_crosswalk as (
    select source, code_set, source_value, is_standard
    from {{ ref('code_crosswalk') }}
),

judged as (
    select
        counted.source,
        counted.file_key,
        counted.entity,
        counted.column_name,
        counted.column_value,
        counted.line_number,
        counted.row_count,
        case
            when code_crosswalk.source_value is not null then 'LND-018'
            when counted.entity = 'attendance' then 'ATT-003'
            else 'LND-019'
        end as rule_id,
        case
            when code_crosswalk.source_value is null
                then 'the crosswalk has no such code, so the conformed value is null'
            else 'understood, but not in the published vocabulary of the source'
        end as message
    from counted
    left join code_crosswalk
        on
        counted.source = code_crosswalk.source
        and counted.code_set = code_crosswalk.code_set
        and lower(trim(counted.column_value)) = code_crosswalk.source_value
    where code_crosswalk.source_value is null or not code_crosswalk.is_standard
),

-- the codes of attendance are the district's own
attendance_codes as (
    select district_id, code_form
    from {{ ref('int_sis__attendance_codes_mapped') }}
    where attendance_status is not null
),

attendance as (
    {%- for entity in ('attendance_daily', 'attendance_sections') %}
    select
        '{{ entity }}' as entity,
        district_id,
        file_key,
        attendance_code,
        count(*) as row_count,
        min(line_number) as line_number
    from {{ ref('stg_sis__' ~ entity) }}
    where attendance_code is not null
    group by district_id, file_key, attendance_code
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

unlisted as (
    select
        'sis' as source,
        attendance.file_key,
        attendance.entity,
        'ATT-003' as rule_id,
        'attendance_code' as column_name,
        attendance.attendance_code as column_value,
        attendance.line_number,
        attendance.row_count,
        'attendance_codes has no category for the code, so the conformed value is null'
            as message
    from attendance
    left join attendance_codes
        on
        attendance.district_id = attendance_codes.district_id
        and lower(attendance.attendance_code) = attendance_codes.code_form
    where attendance_codes.code_form is null
),

final as (
    select
        source,
        file_key,
        entity,
        rule_id,
        column_name,
        column_value,
        line_number,
        row_count,
        message
    from judged
    union all
    select
        source,
        file_key,
        entity,
        rule_id,
        column_name,
        column_value,
        line_number,
        row_count,
        message
    from unlisted
)

select * from final
