{% set summed = [
    'number_of_pupils', 'number_of_pupils_headcount', 'number_of_nursery_pupils',
    'number_of_sixth_form_pupils', 'number_of_boarders', 'sen_pupils', 'ehc_plans',
    'sen_support', 'total_internal_floor_area', 'workforce_fte', 'workforce_headcount',
    'teachers_fte', 'teachers_headcount', 'senior_leadership_fte',
    'senior_leadership_headcount', 'leadership_non_teachers_fte',
    'leadership_non_teachers_headcount', 'teaching_assistants_fte',
    'teaching_assistants_headcount', 'non_classroom_support_fte',
    'non_classroom_support_headcount', 'auxiliary_staff_fte',
    'auxiliary_staff_headcount', 'teacher_vacancies',
] %}
{% set weighted = {
    'age_average_score': 'total_internal_floor_area',
    'percent_qts': 'teachers_headcount',
} %}
{% for column in [
    'fsm', 'eal', 'sen', 'sen_with_support', 'need_spld', 'need_mld', 'need_sld',
    'need_pmld', 'need_semh', 'need_slcn', 'need_hi', 'need_vi', 'need_msi', 'need_pd',
    'need_asd', 'need_oth',
] %}
{% do weighted.update({'percent_' ~ column: 'number_of_pupils'}) %}
{% endfor %}
-- one row per run and school of the population, the lead with its federation's figures
with

schools as (
    select
        run_id,
        urn,
        federation_lead_urn,
        is_federation_lead
    from {{ ref('int_benchmarking__schools_listed') }}
),

features as (
    select *
    from {{ ref('int_benchmarking__features_matched') }}
),

-- sums of decimals, so that the order of the schools does not matter; a weighted mean
-- is over the schools that have both the value and its weight
federations as (
    select
        schools.run_id,
        schools.federation_lead_urn,
        {% for column in summed -%}
        cast(
            sum({{ dbt.safe_cast('features.' ~ column, 'decimal(28, 6)') }}) as double
        ) as {{ column }},
        {% endfor -%}
        {% for column, weight in weighted.items() -%}
        cast(
            sum({{ dbt.safe_cast(
                'features.' ~ column ~ ' * features.' ~ weight, 'decimal(28, 10)'
            ) }})
            as double
        )
        / nullif(
            cast(
                sum(
                    case
                        when features.{{ column }} is not null
                            then {{ dbt.safe_cast(
                                'features.' ~ weight, 'decimal(28, 6)'
                            ) }}
                    end
                ) as double
            ),
            0
        ) as {{ column }},
        {% endfor -%}
        cast(floor(avg(features.building_average_year)) as integer)
            as building_average_year
    from schools
    inner join features
        on
        schools.run_id = features.run_id
        and schools.urn = features.urn
    where schools.federation_lead_urn is not null
    group by schools.run_id, schools.federation_lead_urn
),

federated as (
    select
        schools.run_id,
        schools.urn,
        {% for column in summed + weighted | list + ['building_average_year'] -%}
        case
            when schools.is_federation_lead then federations.{{ column }}
            else features.{{ column }}
        end as {{ column }},
        {% endfor -%}
        case
            when schools.is_federation_lead
                then federations.number_of_pupils / nullif(federations.teachers_fte, 0)
            else features.pupil_teacher_ratio
        end as pupil_teacher_ratio,
        features.ks2_progress,
        features.ks2_progress_code,
        features.attainment8,
        features.attainment8_code,
        features.progress8,
        features.progress8_code,
        features.progress8_banding
    from schools
    left join features
        on
        schools.run_id = features.run_id
        and schools.urn = features.urn
    left join federations
        on
        schools.run_id = federations.run_id
        and schools.urn = federations.federation_lead_urn
)

select * from federated
