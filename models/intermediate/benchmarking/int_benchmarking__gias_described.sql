-- one row per run and URN of GIAS, in the words that schools are compared in
with

runs as (
    select run_id from {{ ref('int_benchmarking__runs_told') }}
),

gias as (
    select
        stg_dfe__gias.*,
        -- a repeated URN: the first line counts (FIN-005)
        row_number() over (
            partition by stg_dfe__gias.run_id, stg_dfe__gias.urn
            order by stg_dfe__gias.file_key, stg_dfe__gias.line_number
        ) as line_rank,
        count(*) over (partition by stg_dfe__gias.run_id, stg_dfe__gias.urn)
            as line_count
    from {{ ref('stg_dfe__gias') }} as stg_dfe__gias
    inner join runs
        on stg_dfe__gias.run_id = runs.run_id
),

words as (
    select code_set, word, value
    from {{ ref('dfe_words') }}
),

phase_rules as (
    select phase_code, type_code, overall_phase
    from {{ ref('phase_rules') }}
),

areas as (
    select la_code, establishment_number, london_weighting
    from {{ ref('london_weighting_areas') }}
),

described as (
    select
        gias.run_id,
        gias.urn,
        gias.ukprn,
        cast(gias.la_code as {{ dbt.type_string() }}) as la_code,
        gias.la_name,
        gias.laestab,
        gias.establishment_name as school_name,
        {{ dbt.safe_cast('gias.type_code', 'integer') }} as type_code,
        gias.type_name,
        -- without a phase code there is no phase; with an unknown one it is Unknown
        case
            when gias.phase_code is null then null
            else coalesce(
                rules_of_type.overall_phase, rules_of_phase.overall_phase, 'Unknown'
            )
        end as overall_phase,
        gias.status_name,
        coalesce(boarding_words.value, 'Unknown') as boarding,
        coalesce(admissions_words.value, 'Unknown') as admissions_policy,
        coalesce(ofsted_words.value, gias.ofsted_rating) as ofsted_rating,
        coalesce(
            areas_of_school.london_weighting,
            areas_of_authority.london_weighting,
            'Neither'
        ) as academy_london_weighting,
        gias.nursery_provision_name,
        gias.official_sixth_form_name,
        gias.special_classes_name,
        gias.region,
        gias.urban_rural_name,
        gias.street,
        gias.locality,
        gias.address3,
        gias.town,
        gias.county,
        gias.postcode,
        gias.telephone,
        case
            when gias.website like '%://%' then gias.website
            else 'https://' || gias.website
        end as website,
        gias.head_first_name,
        gias.head_last_name,
        {{ dbt.safe_cast('gias.statutory_low_age', 'integer') }} as statutory_low_age,
        {{ dbt.safe_cast('gias.statutory_high_age', 'integer') }}
            as statutory_high_age,
        gias.line_count,
        nursery_words.value is not null as has_nursery,
        sixth_form_words.value is not null as has_sixth_form,
        gias.open_date,
        gias.close_date,
        gias.ofsted_last_inspection_date
    from gias
    left join phase_rules as rules_of_type
        on
        gias.phase_code = rules_of_type.phase_code
        and cast(gias.type_code as {{ dbt.type_string() }}) = rules_of_type.type_code
    left join phase_rules as rules_of_phase
        on
        gias.phase_code = rules_of_phase.phase_code
        and rules_of_phase.type_code = 'any'
    left join areas as areas_of_school
        on
        cast(gias.la_code as {{ dbt.type_string() }}) = areas_of_school.la_code
        and cast(gias.establishment_number as {{ dbt.type_string() }})
        = areas_of_school.establishment_number
    left join areas as areas_of_authority
        on
        cast(gias.la_code as {{ dbt.type_string() }}) = areas_of_authority.la_code
        and areas_of_authority.establishment_number = 'any'
    {% for code_set, column in {
        'boarding': 'boarders_name',
        'admissions': 'admissions_policy_name',
        'ofsted': 'ofsted_rating',
        'nursery': 'nursery_provision_name',
        'sixth_form': 'official_sixth_form_name',
    }.items() %}
    left join words as {{ code_set }}_words
        on
        {{ code_set }}_words.code_set = '{{ {
            'admissions': 'admissions_policy', 'ofsted': 'ofsted_rating'
        }.get(code_set, code_set) }}'
        and lower(gias.{{ column }}) = {{ code_set }}_words.word
    {% endfor %}
    where gias.line_rank = 1
)

select * from described
