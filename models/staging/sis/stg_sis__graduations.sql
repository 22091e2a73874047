-- one row per record of graduations with a usable key:
-- how a student's time at school ended
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('diploma_type') }} as diploma_type,
        {{ parse_integer('cohort_year') }} as cohort_year,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('completion_date') }} as completion_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__graduations') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id']) }} as is_in_force
from records
