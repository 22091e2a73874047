-- one row per record of attendance_years with a usable key:
-- a student's school year at a school
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('school_id') }} as school_id,
        {{ parse_school_year('school_year') }} as school_year,
        {{ parse_decimal('days_enrolled') }} as days_enrolled,
        {{ parse_decimal('days_absent') }} as days_absent,
        {{ parse_decimal('days_unexcused') }} as days_unexcused,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__attendance_years') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id', 'school_id', 'school_year']) }} as is_in_force
from records
