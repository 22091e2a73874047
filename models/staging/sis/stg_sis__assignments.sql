-- one row per record of assignments with a usable key:
-- a post that an educator holds at a school
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('assignment_id') }} as assignment_id,
        {{ clean_text('educator_id') }} as educator_id,
        {{ clean_text('school_code') }} as school_code,
        {{ clean_text('position') }} as position,
        {{ clean_text('subject') }} as subject,
        {{ parse_decimal('fte') }} as fte,
        {{ parse_boolean('is_overload') }} as is_overload,
        {{ parse_boolean('is_on_leave') }} as is_on_leave,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('begin_date') }} as begin_date,
        {{ parse_date('end_date') }} as end_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__assignments') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['assignment_id']) }} as is_in_force
from records
