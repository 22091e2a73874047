-- one row per record of students with a usable key: a student
with

records as (
    select
        file_key,
        line_number,
        district_id,
        {{ clean_text('student_id') }} as student_id,
        {{ clean_text('state_student_id') }} as state_student_id,
        {{ clean_text('student_number') }} as student_number,
        {{ clean_text('first_name') }} as first_name,
        {{ clean_text('middle_name') }} as middle_name,
        {{ clean_text('last_name') }} as last_name,
        {{ clean_text('preferred_first_name') }} as preferred_first_name,
        {{ clean_text('sex') }} as sex,
        {{ clean_text('race') }} as race,
        {{ clean_text('home_language') }} as home_language,
        {{ clean_text('household_id') }} as household_id,
        {{ clean_text('street') }} as street,
        {{ clean_text('city') }} as city,
        {{ clean_text('state') }} as state,
        {{ clean_text('zip') }} as zip,
        {{ clean_text('email') }} as email,
        {{ parse_integer('first_grade_9_year') }} as first_grade_9_year,
        {{ parse_boolean('is_hispanic') }} as is_hispanic,
        coalesce({{ parse_boolean('_deleted') }}, false) as is_deleted,
        {{ parse_date('birth_date') }} as birth_date,
        {{ delta_date() }} as delta_date,
        extra_columns
    from {{ ref('raw_sis__students') }}
    where row_status = 'staged'
)

select
    *,
    {{ is_in_force(['student_id']) }} as is_in_force
from records
