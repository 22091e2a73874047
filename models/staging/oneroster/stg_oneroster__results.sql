-- one row per record of a OneRoster results.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('line_item_sourced_id') }} as line_item_sourced_id,
    {{ clean_text('student_sourced_id') }} as student_sourced_id,
    {{ clean_text('score_status') }} as score_status,
    {{ parse_decimal('score') }} as score,
    {{ parse_date('score_date') }} as score_date,
    {{ clean_text('comment') }} as comment,
    {{ clean_text('text_score') }} as text_score,
    {{ clean_text('class_sourced_id') }} as class_sourced_id,
    {{ parse_boolean('in_progress') }} as in_progress,
    {{ parse_boolean('incomplete') }} as incomplete,
    {{ parse_boolean('late') }} as late,
    {{ parse_boolean('missing') }} as missing,
    extra_columns
from {{ ref('raw_oneroster__results') }}
where row_status = 'staged'
