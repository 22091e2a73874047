-- one row per record of student_contacts with a usable key: a student's contact
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('contact_id') }} as contact_id,
        {{ clean_text('relationship') }} as relationship,
        {{ clean_text('contact_type') }} as contact_type,
        {{ parse_integer('priority') }} as priority,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__student_contacts') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id', 'contact_id']) }} as is_in_force
from records
