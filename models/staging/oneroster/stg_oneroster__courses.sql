-- one row per record of a OneRoster courses.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('school_year_sourced_id') }} as school_year_sourced_id,
    {{ clean_text('title') }} as title,
    {{ clean_text('course_code') }} as course_code,
    {{ clean_text('grades') }} as grades,
    {{ clean_text('org_sourced_id') }} as org_sourced_id,
    {{ clean_text('subjects') }} as subjects,
    {{ clean_text('subject_codes') }} as subject_codes,
    extra_columns
from {{ ref('raw_oneroster__courses') }}
where row_status = 'staged'
