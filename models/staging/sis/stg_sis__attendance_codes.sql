-- one row per record of attendance_codes with a usable key: a code of attendance
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('attendance_code') }} as attendance_code,
        {{ clean_text('description') }} as description,
        {{ clean_text('category') }} as category,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__attendance_codes') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['attendance_code']) }} as is_in_force
from records
