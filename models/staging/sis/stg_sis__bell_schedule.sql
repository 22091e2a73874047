-- one row per record of bell_schedule with a usable key: a period of a school's day
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('period') }} as period,
        {{ clean_text('start_time') }} as start_time,
        {{ clean_text('end_time') }} as end_time,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__bell_schedule') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['school_id', 'period']) }} as is_in_force
from records
