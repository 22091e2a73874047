-- one row per record of user_defined_comparator_sets.csv with a usable key:
-- a user's own comparator set
select
    file_key,
    line_number,
    district_id as run_id,
    {{ clean_text('user_run_id') }} as user_run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ clean_text('set_text') }} as set_text
from {{ ref('raw_dfe__user_defined_comparator_sets') }}
where row_status = 'staged'
