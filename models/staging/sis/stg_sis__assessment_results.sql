{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_sis__assessment_results')) }}",
) }}

-- one row per record of assessment_results with a usable key: a student's test
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('result_id') }} as result_id,
    {{ clean_text('student_id') }} as student_id,
    {{ clean_text('assessment_id') }} as assessment_id,
    {{ clean_text('school_code') }} as school_code,
    {{ clean_text('test_window') }} as test_window,
    {{ clean_text('tested_grade') }} as tested_grade,
    {{ parse_school_year('school_year') }} as school_year,
    {{ parse_decimal('scale_score') }} as scale_score,
    {{ parse_integer('performance_level') }} as performance_level,
    {{ parse_boolean('is_retest') }} as is_retest,
    {{ parse_boolean('is_complete') }} as is_complete,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_date('test_date') }} as test_date,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_sis__assessment_results') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
