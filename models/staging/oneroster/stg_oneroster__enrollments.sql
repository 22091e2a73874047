-- one row per record of a OneRoster enrollments.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('class_sourced_id') }} as class_sourced_id,
    {{ clean_text('school_sourced_id') }} as school_sourced_id,
    {{ clean_text('user_sourced_id') }} as user_sourced_id,
    {{ clean_text('role') }} as role,
    {{ parse_boolean('"primary"') }} as "primary",
    {{ parse_date('begin_date') }} as begin_date,
    {{ parse_date('end_date') }} as end_date,
    extra_columns
from {{ ref('raw_oneroster__enrollments') }}
where row_status = 'staged'
