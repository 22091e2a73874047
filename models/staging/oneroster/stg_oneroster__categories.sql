-- one row per record of a OneRoster categories.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ parse_decimal('weight') }} as weight,
    extra_columns
from {{ ref('raw_oneroster__categories') }}
where row_status = 'staged'
