{% set needs = [
    'spld', 'mld', 'sld', 'pmld', 'semh', 'slcn', 'hi', 'vi', 'msi', 'pd', 'asd', 'oth',
] %}
{% set measures = {
    'census_pupils': [
        'number_of_pupils', 'number_of_pupils_headcount', 'percent_fsm',
        'number_of_nursery_pupils', 'number_of_sixth_form_pupils', 'percent_eal',
        'number_of_boarders',
    ],
    'sen': [
        'sen_pupils', 'ehc_plans', 'sen_support', 'percent_sen',
        'percent_sen_with_support',
    ],
    'cdc': [
        'total_internal_floor_area', 'age_average_score', 'building_average_year',
    ],
    'ks2': ['ks2_progress', 'ks2_progress_code'],
    'ks4': [
        'attainment8', 'attainment8_code', 'progress8', 'progress8_code',
        'progress8_banding',
    ],
    'census_workforce': [
        'workforce_fte', 'workforce_headcount', 'teachers_fte', 'teachers_headcount',
        'senior_leadership_fte', 'senior_leadership_headcount',
        'leadership_non_teachers_fte', 'leadership_non_teachers_headcount',
        'teaching_assistants_fte', 'teaching_assistants_headcount',
        'non_classroom_support_fte', 'non_classroom_support_headcount',
        'auxiliary_staff_fte', 'auxiliary_staff_headcount', 'percent_qts',
        'pupil_teacher_ratio', 'teacher_vacancies',
    ],
} %}
{% set models = {
    'census_pupils': 'int_benchmarking__pupils_counted',
    'sen': 'int_benchmarking__needs_rated',
    'cdc': 'int_benchmarking__buildings_measured',
    'ks2': 'int_benchmarking__key_stages_read',
    'ks4': 'int_benchmarking__key_stages_read',
    'census_workforce': 'int_benchmarking__workforce_counted',
} %}
-- one row per run and school with a row in any dataset, its own or a predecessor's
with

matched as (
    select
        run_id,
        {% for dataset in measures -%}
        max(case when dataset = '{{ dataset }}' then data_urn end) as {{ dataset }}_urn,
        {% endfor -%}
        urn
    from {{ ref('int_benchmarking__datasets_matched') }}
    group by run_id, urn
),

{% for dataset, model in models.items() -%}
{{ dataset }} as (
    select *
    from {{ ref(model) }}
),

{% endfor -%}
gathered as (
    select
        matched.run_id,
        {% for dataset, columns in measures.items() -%}
        {% for column in columns -%}
        {{ dataset }}.{{ column }},
        {% endfor -%}
        {% endfor -%}
        {% for need in needs -%}
        sen.percent_need_{{ need }},
        {% endfor -%}
        matched.urn
    from matched
    {% for dataset in measures %}
    left join {{ dataset }}
        on
        matched.run_id = {{ dataset }}.run_id
        and matched.{{ dataset }}_urn = {{ dataset }}.urn
    {% endfor %}
)

select * from gathered
