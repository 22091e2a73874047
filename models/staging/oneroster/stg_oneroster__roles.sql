-- one row per record of a OneRoster roles.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('user_sourced_id') }} as user_sourced_id,
    {{ clean_text('role_type') }} as role_type,
    {{ clean_text('role') }} as role,
    {{ parse_date('begin_date') }} as begin_date,
    {{ parse_date('end_date') }} as end_date,
    {{ clean_text('org_sourced_id') }} as org_sourced_id,
    {{ clean_text('user_profile_sourced_id') }} as user_profile_sourced_id,
    extra_columns
from {{ ref('raw_oneroster__roles') }}
where row_status = 'staged'
