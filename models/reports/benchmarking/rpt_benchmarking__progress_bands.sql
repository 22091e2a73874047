-- one row per run and school that has a Progress 8 score, band or code
with

schools as (
    select
        run_id,
        urn,
        overall_phase,
        finance_type,
        la_code,
        trust_company_number,
        progress8_banding,
        progress8_code,
        progress8,
        attainment8
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where
        progress8_banding is not null
        or progress8_code is not null
        or progress8 is not null
),

names as (
    select run_id, urn, school_name
    from {{ ref('benchmarking__dim_schools') }}
),

bands as (
    select band, is_flagged
    from {{ ref('progress8_bands') }}
),

-- the band is the published one and is never derived from the score
final as (
    select
        schools.run_id,
        names.school_name,
        schools.overall_phase,
        schools.finance_type,
        schools.la_code,
        schools.trust_company_number,
        schools.progress8_banding,
        schools.progress8_code,
        schools.urn,
        cast(schools.progress8 as decimal(9, 2)) as progress8,
        cast(schools.attainment8 as decimal(9, 1)) as attainment8,
        coalesce(bands.is_flagged, false) as is_flagged
    from schools
    inner join names
        on schools.run_id = names.run_id
        and schools.urn = names.urn
    left join bands
        on lower(schools.progress8_banding) = lower(bands.band)
)

select * from final
