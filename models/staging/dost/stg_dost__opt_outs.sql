-- one row per record of opt_outs with a usable key: a user who left a programme
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('program_id') }} as program_id,
    {{ clean_text('experience_id') }} as experience_id,
    {{ clean_text('reason') }} as reason,
    {{ parse_timestamp('opted_out_at') }} as opted_out_at,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__opt_outs') }}
where row_status = 'staged'
