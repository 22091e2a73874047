-- one row per record of a Clever resources.csv with a usable key:
-- a learning resource
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('resource_id') }} as resource_id,
    {{ clean_text('title') }} as title,
    {{ clean_text('roles') }} as roles,
    extra_columns
from {{ ref('raw_clever__resources') }}
where row_status = 'staged'
