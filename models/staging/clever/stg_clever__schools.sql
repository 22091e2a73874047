-- one row per record of a Clever schools.csv with a usable key:
-- a school
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('school_name') }} as school_name,
    {{ clean_text('school_number') }} as school_number,
    {{ clean_text('state_id') }} as state_id,
    {{ clean_text('nces_id') }} as nces_id,
    {{ clean_text('low_grade') }} as low_grade,
    {{ clean_text('high_grade') }} as high_grade,
    {{ clean_text('principal') }} as principal,
    {{ clean_text('principal_email') }} as principal_email,
    {{ clean_text('school_address') }} as school_address,
    {{ clean_text('school_city') }} as school_city,
    {{ clean_text('school_state') }} as school_state,
    {{ clean_text('school_zip') }} as school_zip,
    {{ clean_text('school_phone') }} as school_phone,
    extra_columns
from {{ ref('raw_clever__schools') }}
where row_status = 'staged'
