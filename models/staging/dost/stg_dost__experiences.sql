{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__experiences')) }}",
) }}

-- one row per record of experiences with a usable key: a user in a programme, by phone
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('program_id') }} as program_id,
    {{ plain_phone('provider_number') }} as provider_number,
    {{ surrogate_key([plain_phone('phone')]) }} as phone_key,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_date('start_date') }} as start_date,
    {{ parse_timestamp('created_at') }} as created_at,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__experiences') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
