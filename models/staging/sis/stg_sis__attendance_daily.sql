{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_sis__attendance_daily')) }}",
) }}

-- one row per record of attendance_daily with a usable key: a student's day at school
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('student_id') }} as student_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('attendance_code') }} as attendance_code,
    {{ parse_decimal('absent_share') }} as absent_share,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_date('attendance_date') }} as attendance_date,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_sis__attendance_daily') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
