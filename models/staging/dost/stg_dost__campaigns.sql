{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__campaigns')) }}",
) }}

-- one row per record of campaigns with a usable key: a call; the phone stays behind
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('experience_id') }} as experience_id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('program_id') }} as program_id,
    {{ clean_text('programseq_id') }} as programseq_id,
    {{ clean_text('content_id') }} as content_id,
    {{ clean_text('call_type') }} as call_type,
    {{ clean_text('status') }} as status,
    {{ clean_text('telco_code') }} as telco_code,
    {{ parse_integer('attempt') }} as attempt,
    {{ parse_integer('listen_secs') }} as listen_secs,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ parse_timestamp('deploy_time') }} as deploy_time,
    {{ parse_timestamp('attempted_timestamp') }} as attempted_timestamp,
    {{ parse_timestamp('call_start_time') }} as call_start_time,
    {{ parse_timestamp('call_end_time') }} as call_end_time,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__campaigns') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
