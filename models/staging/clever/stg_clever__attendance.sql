{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_clever__attendance')) }}",
) }}

-- one row per record of a Clever attendance.csv with a usable key:
-- a student's day, at school or in a section
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sis_id') }} as sis_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('student_id') }} as student_id,
    {{ clean_text('section_id') }} as section_id,
    {{ clean_text('attendance_type') }} as attendance_type,
    {{ clean_text('attendance_status') }} as attendance_status,
    {{ clean_text('excuse_code') }} as excuse_code,
    {{ parse_date('attendance_date') }} as attendance_date,
    extra_columns
from {{ ref('raw_clever__attendance') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
