-- one row per record of a OneRoster manifest.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('property_name') }} as property_name,
    {{ clean_text('value') }} as value,
    extra_columns
from {{ ref('raw_oneroster__manifest') }}
where row_status = 'staged'
