-- one row per record of a OneRoster classes.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('grades') }} as grades,
    {{ clean_text('course_sourced_id') }} as course_sourced_id,
    {{ clean_text('class_code') }} as class_code,
    {{ clean_text('class_type') }} as class_type,
    {{ clean_text('location') }} as location,
    {{ clean_text('school_sourced_id') }} as school_sourced_id,
    {{ clean_text('term_sourced_ids') }} as term_sourced_ids,
    {{ clean_text('subjects') }} as subjects,
    {{ clean_text('subject_codes') }} as subject_codes,
    {{ clean_text('periods') }} as periods,
    extra_columns
from {{ ref('raw_oneroster__classes') }}
where row_status = 'staged'
