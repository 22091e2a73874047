-- one row per record of section_educators with a usable key: an educator of a section
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('section_id') }} as section_id,
        {{ clean_text('educator_id') }} as educator_id,
        {{ clean_text('role') }} as role,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('begin_date') }} as begin_date,
        {{ parse_date('end_date') }} as end_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__section_educators') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['section_id', 'educator_id']) }} as is_in_force
from records
