-- one row per record of enrollments with a usable key: a student's spell at a school
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('enrollment_id') }} as enrollment_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('grade_level') }} as grade_level,
        {{ clean_text('entry_code') }} as entry_code,
        {{ clean_text('exit_code') }} as exit_code,
        {{ clean_text('enrollment_status') }} as enrollment_status,
        {{ parse_school_year('school_year') }} as school_year,
        {{ parse_boolean('is_primary') }} as is_primary,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('entry_date') }} as entry_date,
        {{ parse_date('exit_date') }} as exit_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__enrollments') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['enrollment_id']) }} as is_in_force
from records
