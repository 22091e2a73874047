-- one row per assessment of one subject and grade
{% set columns = [
    'assessment_id', 'assessment_name', 'subject', 'grade_level', 'kind', 'scale_min',
    'scale_max', 'cut_level_2', 'cut_level_3', 'cut_level_4', 'norm_mean', 'norm_sd',
    'standard_error',
] %}
with

{{ records_that_count('assessments', ['assessment_id'], columns) }},

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
        records.assessment_id,
        records.assessment_name,
        subjects.value as subject,
        grade_levels.value as grade_level,
        kinds.value as kind,
        {{ grade_number('grade_levels.value') }} as grade_number,
        records.scale_min,
        records.scale_max,
        records.cut_level_2,
        records.cut_level_3,
        records.cut_level_4,
        records.norm_mean,
        records.norm_sd,
        records.standard_error
    from records
    left join code_crosswalk as subjects
        on lower(records.subject) = subjects.source_value
        and subjects.code_set = 'subject'
    left join code_crosswalk as grade_levels
        on lower(records.grade_level) = grade_levels.source_value
        and grade_levels.code_set = 'grade_level'
    left join code_crosswalk as kinds
        on lower(records.kind) = kinds.source_value
        and kinds.code_set = 'assessment_kind'
)

select * from conformed
