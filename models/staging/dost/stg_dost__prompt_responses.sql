{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__prompt_responses')) }}",
) }}

-- one row per record of prompt_responses with a usable key: a prompt that a user heard
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('campaign_id') }} as campaign_id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('program_id') }} as program_id,
    {{ clean_text('prompt_id') }} as prompt_id,
    {{ clean_text('response') }} as response,
    {{ parse_timestamp('responded_at') }} as responded_at,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__prompt_responses') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
