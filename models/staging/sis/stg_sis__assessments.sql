-- one row per record of assessments with a usable key:
-- an assessment of one subject and grade
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('assessment_id') }} as assessment_id,
        {{ clean_text('assessment_name') }} as assessment_name,
        {{ clean_text('subject') }} as subject,
        {{ clean_text('grade_level') }} as grade_level,
        {{ clean_text('kind') }} as kind,
        {{ parse_decimal('scale_min') }} as scale_min,
        {{ parse_decimal('scale_max') }} as scale_max,
        {{ parse_decimal('cut_level_2') }} as cut_level_2,
        {{ parse_decimal('cut_level_3') }} as cut_level_3,
        {{ parse_decimal('cut_level_4') }} as cut_level_4,
        {{ parse_decimal('norm_mean') }} as norm_mean,
        {{ parse_decimal('norm_sd') }} as norm_sd,
        {{ parse_decimal('standard_error') }} as standard_error,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__assessments') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['assessment_id']) }} as is_in_force
from records
