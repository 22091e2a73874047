-- one row per record of a Clever staff.csv with a usable key:
-- a staff member at a school
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('staff_id') }} as staff_id,
    {{ clean_text('staff_email') }} as staff_email,
    {{ clean_text('first_name') }} as first_name,
    {{ clean_text('last_name') }} as last_name,
    {{ clean_text('department') }} as department,
    {{ clean_text('title') }} as title,
    {{ clean_text('username') }} as username,
    {{ clean_text('role') }} as role,
    extra_columns
from {{ ref('raw_clever__staff') }}
where row_status = 'staged'
