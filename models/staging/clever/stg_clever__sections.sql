-- one row per record of a Clever sections.csv with a usable key:
-- a section
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('school_id') }} as school_id,
    {{ clean_text('section_id') }} as section_id,
    {{ clean_text('teacher_id') }} as teacher_id,
    {{ clean_text('teacher_2_id') }} as teacher_2_id,
    {{ clean_text('teacher_3_id') }} as teacher_3_id,
    {{ clean_text('teacher_4_id') }} as teacher_4_id,
    {{ clean_text('teacher_5_id') }} as teacher_5_id,
    {{ clean_text('teacher_6_id') }} as teacher_6_id,
    {{ clean_text('teacher_7_id') }} as teacher_7_id,
    {{ clean_text('teacher_8_id') }} as teacher_8_id,
    {{ clean_text('teacher_9_id') }} as teacher_9_id,
    {{ clean_text('teacher_10_id') }} as teacher_10_id,
    {{ clean_text('name') }} as name,
    {{ clean_text('section_number') }} as section_number,
    {{ clean_text('grade') }} as grade,
    {{ clean_text('course_name') }} as course_name,
    {{ clean_text('course_number') }} as course_number,
    {{ clean_text('course_description') }} as course_description,
    {{ clean_text('period') }} as period,
    {{ clean_text('subject') }} as subject,
    {{ clean_text('term_name') }} as term_name,
    {{ parse_date('term_start') }} as term_start,
    {{ parse_date('term_end') }} as term_end,
    extra_columns
from {{ ref('raw_clever__sections') }}
where row_status = 'staged'
