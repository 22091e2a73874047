-- one row per record of district with a usable key: the district
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('district_name') }} as district_name,
        {{ clean_text('state') }} as state,
        {{ clean_text('timezone') }} as timezone,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__district') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['district_name']) }} as is_in_force
from records
