-- one row per record of program_participations with a usable key:
-- a spell of a student in a programme
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('program_id') }} as program_id,
        {{ clean_text('assigned_arm') }} as assigned_arm,
        {{ parse_decimal('dose_hours') }} as dose_hours,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('begin_date') }} as begin_date,
        {{ parse_date('end_date') }} as end_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__program_participations') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id', 'program_id', 'begin_date']) }} as is_in_force
from records
