-- one row per record of a OneRoster lineItemLearningObjectiveIds.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('line_item_sourced_id') }} as line_item_sourced_id,
    {{ clean_text('source') }} as source,
    {{ clean_text('learning_objective_id') }} as learning_objective_id,
    extra_columns
from {{ ref('raw_oneroster__line_item_learning_objective_ids') }}
where row_status = 'staged'
