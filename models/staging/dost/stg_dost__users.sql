{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__users')) }}",
) }}

-- one row per record of users with a usable key: a parent who signed up
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('partner_id') }} as partner_id,
    {{ parse_timestamp('created_on') }} as created_on,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__users') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
