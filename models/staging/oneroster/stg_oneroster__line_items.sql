-- one row per record of a OneRoster lineItems.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('description') }} as description,
    {{ parse_date('assign_date') }} as assign_date,
    {{ parse_date('due_date') }} as due_date,
    {{ clean_text('class_sourced_id') }} as class_sourced_id,
    {{ clean_text('category_sourced_id') }} as category_sourced_id,
    {{ clean_text('academic_session_sourced_id') }} as academic_session_sourced_id,
    {{ clean_text('grading_period_sourced_id') }} as grading_period_sourced_id,
    {{ parse_decimal('result_value_min') }} as result_value_min,
    {{ parse_decimal('result_value_max') }} as result_value_max,
    {{ clean_text('school_sourced_id') }} as school_sourced_id,
    extra_columns
from {{ ref('raw_oneroster__line_items') }}
where row_status = 'staged'
