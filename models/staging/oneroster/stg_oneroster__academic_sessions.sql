-- one row per record of a OneRoster academicSessions.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('type') }} as type,
    {{ parse_date('start_date') }} as start_date,
    {{ parse_date('end_date') }} as end_date,
    {{ clean_text('parent_sourced_id') }} as parent_sourced_id,
    {{ parse_school_year('school_year') }} as school_year,
    extra_columns
from {{ ref('raw_oneroster__academic_sessions') }}
where row_status = 'staged'
