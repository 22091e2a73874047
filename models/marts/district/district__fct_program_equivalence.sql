-- one row per programme, school year, design and covariate
with

final as (
    select
        program_key,
        district_id,
        design,
        covariate,
        verdict,
        school_year,
        mean_treated,
        mean_comparison,
        effect_size,
        p_value,
        missing_treated,
        missing_comparison
    from {{ ref('py_program_equivalence') }}
)

select * from final
