{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_sis__section_enrollments')) }}",
) }}

-- one row per record of section_enrollments with a usable key:
-- a spell of a student in a section
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('section_id') }} as section_id,
    {{ clean_text('student_id') }} as student_id,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_date('begin_date') }} as begin_date,
    {{ parse_date('end_date') }} as end_date,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_sis__section_enrollments') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
