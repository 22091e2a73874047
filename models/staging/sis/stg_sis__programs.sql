-- one row per record of programs with a usable key: a programme
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('program_id') }} as program_id,
        {{ clean_text('program_name') }} as program_name,
        {{ clean_text('domain') }} as domain,
        {{ clean_text('assignment') }} as assignment,
        {{ clean_text('assignment_unit') }} as assignment_unit,
        {{ clean_text('cutoff_assessment_id') }} as cutoff_assessment_id,
        {{ parse_decimal('cutoff_score') }} as cutoff_score,
        {{ parse_boolean('is_within_school') }} as is_within_school,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__programs') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['program_id']) }} as is_in_force
from records
