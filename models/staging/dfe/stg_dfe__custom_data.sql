-- one row per record of custom_data.csv with a usable key:
-- a user's own value for a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ clean_text('user_run_id') }} as user_run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ clean_text('field') }} as field,
    {{ clean_text('value_text') }} as value_text
from {{ ref('raw_dfe__custom_data') }}
where row_status = 'staged'
