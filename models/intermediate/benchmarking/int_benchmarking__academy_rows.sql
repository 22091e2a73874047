-- one row per run and academy row of the academy return in force
with

academies as (
    select *
    from {{ ref('int_benchmarking__academies_returned') }}
    where is_of_return and urn is not null
),

features as (
    select
        run_id,
        urn,
        number_of_pupils,
        total_internal_floor_area
    from {{ ref('int_benchmarking__features_matched') }}
),

final as (
    select
        academies.run_id,
        academies.return_source,
        academies.file_key,
        academies.line_number,
        academies.urn,
        academies.academy_upin,
        academies.trust_upin,
        academies.trust_company_number,
        academies.trust_name,
        academies.months,
        features.number_of_pupils,
        features.total_internal_floor_area,
        academies.months <> 12 as is_part_year,
        academies.is_superseded,
        academies.joined_date,
        academies.left_date,
        academies.valid_to
    from academies
    left join features
        on
        academies.run_id = features.run_id
        and academies.urn = features.urn
)

select * from final
