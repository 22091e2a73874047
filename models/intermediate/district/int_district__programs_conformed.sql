-- one row per programme
{% set columns = [
    'program_id', 'program_name', 'domain', 'assignment', 'assignment_unit',
    'cutoff_assessment_id', 'cutoff_score', 'is_within_school',
] %}
with

{{ records_that_count('programs', ['program_id'], columns) }},

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.program_id,
        records.program_name,
        lower(records.domain) as domain,
        assignments.value as assignment,
        assignment_units.value as assignment_unit,
        records.cutoff_assessment_id,
        records.cutoff_score,
        records.is_within_school
    from records
    left join code_crosswalk as assignments
        on lower(records.assignment) = assignments.source_value
        and assignments.code_set = 'program_assignment'
    left join code_crosswalk as assignment_units
        on lower(records.assignment_unit) = assignment_units.source_value
        and assignment_units.code_set = 'assignment_unit'
)

select * from conformed
