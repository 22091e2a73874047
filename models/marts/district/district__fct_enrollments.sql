-- one row per student, school, school year and stretch of days enrolled
with

final as (
    select
        student_key,
        school_key,
        entry_code,
        exit_code,
        school_year,
        grade_number,
        cast(spell_count as {{ dbt.type_int() }}) as spell_count,
        is_primary,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_merged') }}
)

select * from final
