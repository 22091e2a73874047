-- one row per raw record that was held back, with the reason
select
    source,
    district_id,
    file_path,
    file_key,
    line_number,
    entity,
    'landing' as stage,
    {{ json_text('row_detail', 'record') }} as record,
    {{ json_text('row_detail', 'column') }} as column_name,
    {{ json_text('row_detail', 'value') }} as column_value,
    {{ json_text('row_detail', 'rule_id') }} as reason_code,
    {{ json_text('row_detail', 'message') }} as message
from {{ ref('quality__landing_records') }}
where row_status = 'quarantined'
