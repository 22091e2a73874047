{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_sis__course_grades')) }}",
) }}

-- one row per record of course_grades with a usable key:
-- a student's grade in a section and marking period
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('student_id') }} as student_id,
    {{ clean_text('section_id') }} as section_id,
    {{ clean_text('marking_period') }} as marking_period,
    {{ clean_text('letter_grade') }} as letter_grade,
    {{ parse_decimal('numeric_grade') }} as numeric_grade,
    {{ parse_decimal('credits_attempted') }} as credits_attempted,
    {{ parse_decimal('credits_earned') }} as credits_earned,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_sis__course_grades') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
