-- one row per record of program_sequences with a usable key: a lesson of a programme
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('program_id') }} as program_id,
    {{ clean_text('content_id') }} as content_id,
    {{ clean_text('prompt_id') }} as prompt_id,
    {{ parse_whole_number('sequence_index') }} as sequence_index,
    {{ parse_whole_number('week') }} as week,
    {{ parse_whole_number('day') }} as day,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__program_sequences') }}
where row_status = 'staged'
