{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__registrations')) }}",
) }}

-- one row per record of registrations with a usable key: a registration form
select
    file_key,
    line_number,
    district_id as organization_id,
    {{ clean_text('data_source') }} as data_source,
    {{ clean_text('id') }} as id,
    {{ clean_text('user_id') }} as user_id,
    {{ clean_text('partner_id') }} as partner_id,
    {{ clean_text('state') }} as state,
    {{ clean_text('district') }} as district,
    {{ clean_text('block') }} as block,
    {{ clean_text('sector') }} as sector,
    {{ clean_text('centre') }} as centre,
    {{ clean_text('parent_type') }} as parent_type,
    {{ parse_integer('child_age') }} as child_age,
    {{ parse_boolean('has_smartphone') }} as has_smartphone,
    {{ parse_date('registered_on') }} as registered_on,
    coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
    {{ delta_date() }} as delta_date,
    extra_columns
from {{ ref('raw_dost__registrations') }}
where
    row_status = 'staged'
    and {{ is_not_built_yet() }}
