-- one row per record of calendars with a usable key: a day in a school's calendar
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('day_type') }} as day_type,
        {{ parse_school_year('school_year') }} as school_year,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('calendar_date') }} as calendar_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__calendars') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['school_id', 'calendar_date']) }} as is_in_force
from records
