-- one row per record of a OneRoster classResources.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('class_sourced_id') }} as class_sourced_id,
    {{ clean_text('resource_sourced_id') }} as resource_sourced_id,
    extra_columns
from {{ ref('raw_oneroster__class_resources') }}
where row_status = 'staged'
