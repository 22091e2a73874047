-- one row per run and school of the key stage 2 or key stage 4 file
with

-- a repeated URN: the first line counts
ks2_ranked as (
    select
        *,
        row_number() over (
            partition by run_id, urn order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__ks2') }}
),

ks4_ranked as (
    select
        *,
        row_number() over (
            partition by run_id, urn order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__ks4') }}
),

-- a suppressed score is null with its code, not 0, which would look like the average
ks2 as (
    select
        run_id,
        urn,
        read_progress + writ_progress + mat_progress as ks2_progress,
        coalesce(read_progress_code, writ_progress_code, mat_progress_code)
            as ks2_progress_code
    from ks2_ranked
    where line_rank = 1
),

ks4 as (
    select
        run_id,
        urn,
        attainment8,
        attainment8_code,
        progress8,
        progress8_code,
        progress8_banding
    from ks4_ranked
    where line_rank = 1
),

final as (
    select
        coalesce(ks2.run_id, ks4.run_id) as run_id,
        coalesce(ks2.urn, ks4.urn) as urn,
        ks2.ks2_progress,
        ks2.ks2_progress_code,
        ks4.attainment8,
        ks4.attainment8_code,
        ks4.progress8,
        ks4.progress8_code,
        ks4.progress8_banding
    from ks2
    full outer join ks4
        on
        ks2.run_id = ks4.run_id
        and ks2.urn = ks4.urn
)

select * from final
