-- one row per programme
with

final as (
    select
        {{ surrogate_key(['district_id', 'program_id']) }} as program_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        district_id,
        program_id,
        program_name,
        domain,
        assignment,
        assignment_unit,
        cutoff_assessment_id,
        cutoff_score,
        is_within_school
    from {{ ref('int_district__programs_conformed') }}
)

select * from final
