-- one row per certificate of an educator
{% set columns = [
    'certification_id', 'educator_id', 'certificate_number', 'certificate_type', 'area',
    'low_grade', 'high_grade', 'state', 'status', 'issue_date', 'expiry_date',
] %}
with

{{ records_that_count('certifications', ['certification_id'], columns) }},

educators as (
    {{ keys_of_ids('educator') }}
),

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

grade_levels as (
    select
        source_value,
        {{ grade_number('value') }} as grade_number
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'grade_level'
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.certification_id,
        records.educator_id,
        educators.educator_key,
        records.certificate_number,
        certificate_types.value as certificate_type,
        records.certificate_type as certificate_type_as_sent,
        coalesce(subjects.value, lower(records.area)) as area,
        lower(records.area) as area_as_sent,
        records.state,
        statuses.value as status,
        low_grades.grade_number as low_grade_number,
        high_grades.grade_number as high_grade_number,
        records.issue_date,
        records.expiry_date
    from records
    left join educators
        on records.district_id = educators.district_id
        and records.educator_id = educators.educator_id
    left join code_crosswalk as certificate_types
        on lower(records.certificate_type) = certificate_types.source_value
        and certificate_types.code_set = 'certificate_type'
    left join code_crosswalk as subjects
        on lower(records.area) = subjects.source_value
        and subjects.code_set = 'subject'
    left join code_crosswalk as statuses
        on lower(records.status) = statuses.source_value
        and statuses.code_set = 'certificate_status'
    left join grade_levels as low_grades
        on lower(records.low_grade) = low_grades.source_value
    left join grade_levels as high_grades
        on lower(records.high_grade) = high_grades.source_value
)

select * from conformed
