{#
    The kinds of records that a rule with action quarantine takes out of what flows, each
    with the model of its rows, the key that a violation names it by, the model of those
    that are left, and its parents: the key of a record without which it counts nowhere.
#}
{% macro quarantine_entities() -%}
    {%- set section_key = surrogate_key(['district_id', 'school_id', 'section_id']) -%}
    {%- set begins -%}
        coalesce(cast(begin_date as {{ dbt.type_string() }}), '')
    {%- endset -%}
    {{ return({
        'student': {
            'rows': 'int_district__students_keyed',
            'key': 'student_key',
            'valid': 'int_district__students_valid',
            'parents': {},
        },
        'section': {
            'rows': 'int_district__sections_conformed',
            'key': section_key,
            'valid': 'int_district__sections_valid',
            'parents': {},
        },
        'enrollment': {
            'rows': 'int_district__enrollments_conformed',
            'key': surrogate_key(['district_id', 'enrollment_id']),
            'valid': 'int_district__enrollments_valid',
            'has_lines': true,
            'parents': {'student': 'student_key'},
        },
        'section_enrollment': {
            'rows': 'int_district__section_enrollments_resolved',
            'key': surrogate_key([
                'district_id', 'school_id', 'section_id', "'student ' || student_id",
                begins,
            ]),
            'valid': 'int_district__section_enrollments_valid',
            'parents': {'student': 'student_key', 'section': section_key},
        },
        'section_educator': {
            'rows': 'int_district__section_educators_resolved',
            'key': surrogate_key([
                'district_id', 'school_id', 'section_id', "'educator ' || educator_id",
                begins,
            ]),
            'valid': 'int_district__section_educators_valid',
            'parents': {'section': section_key},
        },
        'result': {
            'rows': 'int_district__assessment_results_conformed',
            'key': surrogate_key(['district_id', 'result_id']),
            'valid': 'int_district__assessment_results_valid',
            'has_lines': true,
            'parents': {'student': 'student_key'},
        },
        'assignment': {
            'rows': 'int_district__assignments_conformed',
            'key': surrogate_key(['district_id', 'assignment_id']),
            'valid': 'int_district__assignments_valid',
            'has_lines': true,
            'parents': {},
        },
        'certification': {
            'rows': 'int_district__certifications_conformed',
            'key': surrogate_key(['district_id', 'certification_id']),
            'valid': 'int_district__certifications_valid',
            'has_lines': true,
            'parents': {},
        },
        'program_participation': {
            'rows': 'int_district__program_participations_conformed',
            'key': surrogate_key([
                'district_id', 'student_id', 'program_id', 'begin_date',
            ]),
            'valid': 'int_district__program_participations_valid',
            'has_lines': true,
            'parents': {'student': 'student_key'},
        },
    }) }}
{%- endmacro %}

{# What rules of other areas quarantine where they are found: records that have no model of
   what is left. #}
{% macro entities_quarantined_elsewhere() -%}
    {{ return(['attendance', 'term']) }}
{%- endmacro %}
