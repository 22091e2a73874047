-- one row per record of certifications with a usable key: a certificate of an educator
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('certification_id') }} as certification_id,
        {{ clean_text('educator_id') }} as educator_id,
        {{ clean_text('certificate_number') }} as certificate_number,
        {{ clean_text('certificate_type') }} as certificate_type,
        {{ clean_text('area') }} as area,
        {{ clean_text('low_grade') }} as low_grade,
        {{ clean_text('high_grade') }} as high_grade,
        {{ clean_text('state') }} as state,
        {{ clean_text('status') }} as status,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('issue_date') }} as issue_date,
        {{ parse_date('expiry_date') }} as expiry_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__certifications') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['certification_id']) }} as is_in_force
from records
