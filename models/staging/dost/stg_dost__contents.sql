-- one row per record of contents with a usable key: a recorded content
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('name') }} as name,
    {{ clean_text('status') }} as status,
    {{ parse_whole_number('version') }} as version,
    {{ parse_whole_number('duration_secs') }} as duration_secs,
    {{ parse_date('valid_from') }} as valid_from,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__contents') }}
where row_status = 'staged'
