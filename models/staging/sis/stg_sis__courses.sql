-- one row per record of courses with a usable key: a course
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('course_id') }} as course_id,
        {{ clean_text('course_title') }} as course_title,
        {{ clean_text('sced_code') }} as sced_code,
        {{ clean_text('subject') }} as subject,
        {{ parse_decimal('credits') }} as credits,
        {{ parse_boolean('is_core') }} as is_core,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__courses') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['course_id']) }} as is_in_force
from records
