-- one row per record of a OneRoster userProfiles.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ clean_text('user_sourced_id') }} as user_sourced_id,
    {{ clean_text('profile_type') }} as profile_type,
    {{ clean_text('vendor_id') }} as vendor_id,
    {{ clean_text('application_id') }} as application_id,
    {{ clean_text('description') }} as description,
    {{ clean_text('credential_type') }} as credential_type,
    {{ clean_text('username') }} as username,
    extra_columns
from {{ ref('raw_oneroster__user_profiles') }}
where row_status = 'staged'
