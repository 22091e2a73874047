-- one row per record of contacts with a usable key: a person to call about students
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('contact_id') }} as contact_id,
        {{ clean_text('full_name') }} as full_name,
        {{ clean_text('phone') }} as phone,
        {{ clean_text('phone_type') }} as phone_type,
        {{ clean_text('email') }} as email,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__contacts') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['contact_id']) }} as is_in_force
from records
