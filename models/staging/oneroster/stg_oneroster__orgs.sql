-- one row per record of a OneRoster orgs.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('name') }} as name,
    {{ clean_text('type') }} as type,
    {{ clean_text('identifier') }} as identifier,
    {{ clean_text('parent_sourced_id') }} as parent_sourced_id,
    {{ clean_text(json_text('extra_columns', 'metadata.lowGrade')) }} as low_grade,
    {{ clean_text(json_text('extra_columns', 'metadata.highGrade')) }} as high_grade,
    extra_columns
from {{ ref('raw_oneroster__orgs') }}
where row_status = 'staged'
