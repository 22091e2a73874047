-- one row per run and school of the population
with

schools as (
    select *
    from {{ ref('int_benchmarking__schools_listed') }}
),

features as (
    select *
    from {{ ref('int_benchmarking__features_federated') }}
),

gias as (
    select
        run_id,
        urn,
        has_sixth_form,
        has_nursery
    from {{ ref('int_benchmarking__gias_described') }}
),

return_flags as (
    select
        run_id,
        urn,
        has_financial_data,
        is_pfi
    from {{ ref('int_benchmarking__return_flags') }}
),

final as (
    select
        schools.run_id,
        schools.urn,
        schools.overall_phase,
        schools.region,
        schools.finance_type,
        schools.la_code,
        schools.trust_company_number,
        coalesce(return_flags.is_pfi, false) as is_pfi,
        schools.boarding,
        schools.ofsted_rating,
        schools.is_part_year,
        schools.did_not_submit,
        coalesce(return_flags.has_financial_data, false) as has_financial_data,
        coalesce(
            features.number_of_pupils,
            features.number_of_pupils_headcount,
            features.percent_fsm,
            features.non_classroom_support_fte,
            features.non_classroom_support_headcount,
            features.ehc_plans,
            features.sen_support,
            features.percent_sen,
            features.percent_sen_with_support,
            features.percent_need_spld,
            features.percent_need_mld,
            features.percent_need_sld,
            features.percent_need_pmld,
            features.percent_need_semh,
            features.percent_need_slcn,
            features.percent_need_hi,
            features.percent_need_vi,
            features.percent_need_msi,
            features.percent_need_pd,
            features.percent_need_asd,
            features.percent_need_oth
        ) is not null as has_pupil_data,
        coalesce(
            features.total_internal_floor_area,
            features.age_average_score,
            features.building_average_year
        ) is not null as has_building_data,
        features.number_of_pupils,
        features.percent_fsm,
        features.percent_sen,
        features.percent_sen_with_support,
        features.total_internal_floor_area,
        features.age_average_score,
        features.percent_need_spld,
        features.percent_need_mld,
        features.percent_need_sld,
        features.percent_need_pmld,
        features.percent_need_semh,
        features.percent_need_slcn,
        features.percent_need_hi,
        features.percent_need_vi,
        features.percent_need_msi,
        features.percent_need_pd,
        features.percent_need_asd,
        features.percent_need_oth,
        schools.run_year,
        schools.type_name as school_type,
        schools.london_weighting,
        schools.federation_lead_urn,
        schools.months,
        features.building_average_year,
        features.number_of_pupils_headcount,
        features.number_of_nursery_pupils,
        features.number_of_sixth_form_pupils,
        features.percent_eal,
        features.number_of_boarders,
        features.sen_pupils,
        features.ehc_plans,
        features.sen_support,
        features.ks2_progress,
        features.ks2_progress_code,
        features.attainment8,
        features.attainment8_code,
        features.progress8,
        features.progress8_code,
        features.progress8_banding,
        features.workforce_fte,
        features.workforce_headcount,
        features.teachers_fte,
        features.teachers_headcount,
        features.senior_leadership_fte,
        features.senior_leadership_headcount,
        features.leadership_non_teachers_fte,
        features.leadership_non_teachers_headcount,
        features.teaching_assistants_fte,
        features.teaching_assistants_headcount,
        features.non_classroom_support_fte,
        features.non_classroom_support_headcount,
        features.auxiliary_staff_fte,
        features.auxiliary_staff_headcount,
        features.percent_qts,
        features.pupil_teacher_ratio,
        features.teacher_vacancies,
        schools.is_federation_lead,
        gias.has_sixth_form,
        gias.has_nursery
    from schools
    inner join features
        on
        schools.run_id = features.run_id
        and schools.urn = features.urn
    inner join gias
        on
        schools.run_id = gias.run_id
        and schools.urn = gias.urn
    left join return_flags
        on
        schools.run_id = return_flags.run_id
        and schools.urn = return_flags.urn
)

select * from final
