-- one row per record of provider_numbers with a usable key: a number of a partner
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ plain_phone('provider_number') }} as provider_number,
    {{ clean_text('partner_id') }} as partner_id,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_date('valid_from') }} as valid_from,
    {{ parse_date('valid_to') }} as valid_to,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__provider_numbers') }}
where row_status = 'staged'
