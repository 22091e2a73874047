-- one row per record of schools with a usable key: a school
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('school_name') }} as school_name,
        {{ clean_text('school_number') }} as school_number,
        {{ clean_text('state_school_id') }} as state_school_id,
        {{ clean_text('school_level') }} as school_level,
        {{ clean_text('school_type') }} as school_type,
        {{ clean_text('low_grade') }} as low_grade,
        {{ clean_text('high_grade') }} as high_grade,
        {{ clean_text('street') }} as street,
        {{ clean_text('city') }} as city,
        {{ clean_text('state') }} as state,
        {{ clean_text('zip') }} as zip,
        {{ clean_text('phone') }} as phone,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('open_date') }} as open_date,
        {{ parse_date('close_date') }} as close_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__schools') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['school_id']) }} as is_in_force
from records
