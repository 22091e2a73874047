-- one row per record of a OneRoster resources.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('vendor_resource_id') }} as vendor_resource_id,
    {{ clean_text('title') }} as title,
    {{ clean_text('roles') }} as roles,
    {{ clean_text('importance') }} as importance,
    {{ clean_text('vendor_id') }} as vendor_id,
    {{ clean_text('application_id') }} as application_id,
    extra_columns
from {{ ref('raw_oneroster__resources') }}
where row_status = 'staged'
