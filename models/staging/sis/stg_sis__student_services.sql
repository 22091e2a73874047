-- one row per record of student_services with a usable key:
-- a spell of a student in a service
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('service') }} as service,
        {{ clean_text('detail') }} as detail,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('begin_date') }} as begin_date,
        {{ parse_date('end_date') }} as end_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__student_services') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id', 'service', 'begin_date']) }} as is_in_force
from records
