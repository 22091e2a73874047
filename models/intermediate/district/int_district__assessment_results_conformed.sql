-- one row per test that a student took
{{ config(materialized='view') }}
with

blocked as (
    select district_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'sis'
    group by district_id
),

left_out as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'assessment_results'
    union all
    select file_key, line_number
    from {{ ref('int_sis__assessment_results_repeated') }}
),

school_codes as (
    select district_id, school_code, school_id
    from {{ ref('int_sis__school_codes_mapped') }}
    where system = 'assessment'
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

students as (
    {{ keys_of_ids('student') }}
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

grade_levels as (
    select
        source_value,
        value,
        {{ grade_number('value') }} as grade_number
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'grade_level'
),

windows as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'test_window'
),

results as (
    select sent.*
    from {{ ref('stg_sis__assessment_results') }} as sent
    left join left_out
        on sent.file_key = left_out.file_key
        and sent.line_number = left_out.line_number
    left join blocked
        on sent.district_id = blocked.district_id
    where left_out.file_key is null and blocked.district_id is null
),

conformed as (
    select
        'sis' as source,
        results.district_id,
        results.file_key,
        results.line_number,
        results.result_id,
        results.student_id,
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        results.assessment_id,
        results.school_code,
        schools.school_id,
        {{ surrogate_key(['results.district_id', 'schools.school_id']) }} as school_key,
        windows.value as test_window,
        grade_levels.value as tested_grade,
        results.school_year,
        grade_levels.grade_number as tested_grade_number,
        results.scale_score,
        results.performance_level,
        schools.school_id is not null as is_school_known,
        coalesce(results.is_retest, false) as is_retest,
        coalesce(results.is_complete, true) as is_complete,
        results.test_date
    from results
    left join school_codes
        on results.district_id = school_codes.district_id
        and results.school_code = school_codes.school_code
    left join schools
        on results.district_id = schools.district_id
        and coalesce(school_codes.school_id, results.school_code) = schools.school_id
    left join students
        on results.district_id = students.district_id
        and results.student_id = students.student_id
    left join shared_ids
        on results.district_id = shared_ids.district_id
        and schools.school_id = shared_ids.school_id
        and results.student_id = shared_ids.student_id
    left join grade_levels
        on lower(results.tested_grade) = grade_levels.source_value
    left join windows
        on lower(results.test_window) = windows.source_value
)

select * from conformed
