-- one row per run and school of the population, with what its costs are divided by
with

schools as (
    select
        run_id,
        urn,
        months
    from {{ ref('int_benchmarking__schools_listed') }}
),

features as (
    select
        run_id,
        urn,
        number_of_pupils,
        total_internal_floor_area
    from {{ ref('int_benchmarking__features_federated') }}
),

final as (
    select
        schools.run_id,
        schools.urn,
        schools.months,
        features.number_of_pupils,
        features.total_internal_floor_area
    from schools
    inner join features
        on
        schools.run_id = features.run_id
        and schools.urn = features.urn
)

select * from final
