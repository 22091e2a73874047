-- one row per record of educators with a usable key: a person on the staff
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('educator_id') }} as educator_id,
        {{ clean_text('state_educator_id') }} as state_educator_id,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('middle_name') }} as middle_name,
        {{ clean_text('last_name') }} as last_name,
        {{ clean_text('former_last_name') }} as former_last_name,
        {{ clean_text('email') }} as email,
        {{ clean_text('highest_degree') }} as highest_degree,
        {{ parse_decimal('experience_years') }} as experience_years,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('birth_date') }} as birth_date,
        {{ parse_date('hire_date') }} as hire_date,
        {{ parse_date('separation_date') }} as separation_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__educators') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['educator_id']) }} as is_in_force
from records
