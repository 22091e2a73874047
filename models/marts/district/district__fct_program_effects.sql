-- one row per programme, school year and design
with

final as (
    select
        program_key,
        district_id,
        domain,
        outcome,
        unit,
        design,
        equivalence_label,
        label,
        no_estimate_reason,
        school_year,
        estimate,
        std_error,
        ci_low,
        ci_high,
        p_value,
        p_value_few_clusters,
        p_value_mismatch,
        p_adjusted,
        wwc_g,
        d_av,
        improvement_index,
        icc,
        mde,
        n_treated,
        n_comparison,
        clusters,
        overall_attrition,
        differential_attrition,
        common_support_share,
        first_stage,
        first_stage_f,
        bandwidth,
        density_p_value,
        pre_trend,
        pre_trend_p_value,
        essa_tier,
        is_headline,
        is_attrition_low
    from {{ ref('py_program_effects') }}
)

select * from final
