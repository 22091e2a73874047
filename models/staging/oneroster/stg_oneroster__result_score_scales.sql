-- one row per record of a OneRoster resultScoreScales.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('title') }} as title,
    {{ clean_text('result_sourced_id') }} as result_sourced_id,
    {{ clean_text('score_scale_sourced_id') }} as score_scale_sourced_id,
    extra_columns
from {{ ref('raw_oneroster__result_score_scales') }}
where row_status = 'staged'
