-- one row per record of a Clever enrollments.csv with a usable key:
-- a student in a section
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('section_id') }} as section_id,
    {{ clean_text('student_id') }} as student_id,
    extra_columns
from {{ ref('raw_clever__enrollments') }}
where row_status = 'staged'
