-- one row per record of prompts with a usable key: a question asked on the phone
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('question') }} as question,
    {{ clean_text('module') }} as module,
    {{ clean_text('phase') }} as phase,
    {{ clean_text('desired_response') }} as desired_response,
    {{ parse_whole_number('options') }} as options,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__prompts') }}
where row_status = 'staged'
