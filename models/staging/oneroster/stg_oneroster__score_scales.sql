-- one row per record of a OneRoster scoreScales.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('type') }} as type,
    {{ clean_text('org_sourced_id') }} as org_sourced_id,
    {{ clean_text('course_sourced_id') }} as course_sourced_id,
    {{ clean_text('class_sourced_id') }} as class_sourced_id,
    {{ clean_text('score_scale_value') }} as score_scale_value,
    extra_columns
from {{ ref('raw_oneroster__score_scales') }}
where row_status = 'staged'
