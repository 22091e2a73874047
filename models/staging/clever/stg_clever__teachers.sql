-- one row per record of a Clever teachers.csv with a usable key:
-- a teacher at a school
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('teacher_id') }} as teacher_id,
    {{ clean_text('teacher_number') }} as teacher_number,
    {{ clean_text('state_teacher_id') }} as state_teacher_id,
    {{ clean_text('teacher_email') }} as teacher_email,
    {{ clean_text('first_name') }} as first_name,
    {{ clean_text('middle_name') }} as middle_name,
    {{ clean_text('last_name') }} as last_name,
    {{ clean_text('title') }} as title,
    {{ clean_text('username') }} as username,
    extra_columns
from {{ ref('raw_clever__teachers') }}
where row_status = 'staged'
