-- one row per run and school of the pupil census
with

lines_ranked as (
    select
        *,
        -- a repeated URN: the first line counts
        row_number() over (
            partition by run_id, urn order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__census_pupils') }}
),

counted as (
    select
        run_id,
        urn,
        fte_pupils + coalesce(dual_registrations, 0) as number_of_pupils,
        headcount as number_of_pupils_headcount,
        percent_fsm,
        case
            when coalesce(early_years, nursery) is not null
                then coalesce(early_years, 0) + coalesce(nursery, 0)
        end as number_of_nursery_pupils,
        case
            when coalesce(boys_12, girls_12, boys_13, girls_13) is not null
                then
                    coalesce(boys_12, 0)
                    + coalesce(girls_12, 0)
                    + coalesce(boys_13, 0)
                    + coalesce(girls_13, 0)
        end as number_of_sixth_form_pupils,
        percent_eal,
        boarders as number_of_boarders
    from lines_ranked
    where line_rank = 1
)

select * from counted
