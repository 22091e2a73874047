-- one row per record of partners with a usable key: a partner organization
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('name') }} as name,
    {{ clean_text('channel_id') }} as channel_id,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__partners') }}
where row_status = 'staged'
