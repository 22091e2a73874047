-- one row per record of terms with a usable key: a term
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('term_id') }} as term_id,
        {{ clean_text('term_name') }} as term_name,
        {{ clean_text('term_type') }} as term_type,
        {{ parse_school_year('school_year') }} as school_year,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('start_date') }} as start_date,
        {{ parse_date('end_date') }} as end_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__terms') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['term_id']) }} as is_in_force
from records
