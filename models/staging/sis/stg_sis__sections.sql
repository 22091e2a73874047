-- one row per record of sections with a usable key: a section
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('section_id') }} as section_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('course_id') }} as course_id,
        {{ clean_text('term_id') }} as term_id,
        {{ clean_text('section_name') }} as section_name,
        {{ clean_text('period') }} as period,
        {{ clean_text('grade_level') }} as grade_level,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__sections') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['section_id']) }} as is_in_force
from records
