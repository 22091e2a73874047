-- one row per run and school with building blocks
with

runs as (
    select run_id, run_year
    from {{ ref('int_benchmarking__runs_told') }}
),

age_words as (
    select
        word,
        cast(value as integer) as indicative_year
    from {{ ref('dfe_words') }}
    where code_set = 'block_age'
),

blocks as (
    select
        cdc.run_id,
        cdc.urn,
        runs.run_year,
        -- an area beyond the number's room is no area
        {{ dbt.safe_cast('cdc.gifa', 'decimal(22, 4)') }} as gifa,
        cdc.block_age,
        {{ parse_integer(dbt.split_part('cdc.block_age', "'-'", 1)) }} as first_year,
        {{ parse_integer(dbt.split_part('cdc.block_age', "'-'", 2)) }} as last_year
    from {{ ref('stg_dfe__cdc') }} as cdc
    inner join runs
        on cdc.run_id = runs.run_id
),

dated as (
    select
        blocks.run_id,
        blocks.urn,
        blocks.run_year,
        blocks.gifa,
        coalesce(
            age_words.indicative_year,
            cast(floor(blocks.first_year / 2.0 + blocks.last_year / 2.0) as integer)
        ) as indicative_year
    from blocks
    left join age_words
        on lower(blocks.block_age) = age_words.word
),

-- sums of decimals, so that the order of the blocks does not matter
summed as (
    select
        run_id,
        urn,
        cast(sum(gifa) as double) as floor_area,
        cast(sum(gifa * (run_year - indicative_year)) as double) as area_years,
        avg(indicative_year) as average_year,
        count(*) as block_count,
        count(indicative_year) as dated_block_count,
        count(case when gifa < 0 then 1 end) as negative_block_count
    from dated
    group by run_id, urn
),

-- a negative area makes the sum and everything weighted by it worthless (FIN-007)
measured as (
    select
        run_id,
        urn,
        case when negative_block_count = 0 then floor_area end
            as total_internal_floor_area,
        case
            when negative_block_count = 0 and floor_area > 0
                then area_years / floor_area
        end as age_average_score,
        case when negative_block_count = 0 then cast(floor(average_year) as integer) end
            as building_average_year,
        block_count,
        dated_block_count,
        negative_block_count
    from summed
)

select * from measured
