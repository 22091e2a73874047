-- one row per record of school_crosswalk with a usable key:
-- a school's code in another system
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('system') }} as system,
        {{ clean_text('school_code') }} as school_code,
        {{ clean_text('school_id') }} as school_id,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__school_crosswalk') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['system', 'school_code']) }} as is_in_force
from records
