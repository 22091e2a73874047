-- one row per record of discipline_incidents with a usable key:
-- a student's part in an incident
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('incident_id') }} as incident_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('school_id') }} as school_id,
        {{ clean_text('behavior') }} as behavior,
        {{ clean_text('action') }} as action,
        {{ parse_decimal('days') }} as days,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('incident_date') }} as incident_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__discipline_incidents') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['incident_id', 'student_id']) }} as is_in_force
from records
