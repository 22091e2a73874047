-- one row per run and local authority in GIAS
with

runs as (
    select
        run_id,
        run_year
    from {{ ref('int_benchmarking__runs_told') }}
),

names as (
    select
        run_id,
        la_code,
        la_name,
        count(*) as school_count
    from {{ ref('int_benchmarking__gias_described') }}
    where la_code is not null
    group by run_id, la_code, la_name
),

-- an authority under several names: the most frequent, then the first in the alphabet
names_ranked as (
    select
        *,
        row_number() over (
            partition by run_id, la_code
            order by
                case when la_name is null then 1 else 0 end,
                school_count desc,
                la_name
        ) as name_rank
    from names
),

listed as (
    select
        run_id,
        la_code,
        count(*) as number_of_schools
    from {{ ref('int_benchmarking__schools_listed') }}
    group by run_id, la_code
),

final as (
    select
        names_ranked.run_id,
        names_ranked.la_code,
        names_ranked.la_name,
        runs.run_year,
        cast(coalesce(listed.number_of_schools, 0) as integer) as number_of_schools
    from names_ranked
    inner join runs
        on names_ranked.run_id = runs.run_id
    left join listed
        on
        names_ranked.run_id = listed.run_id
        and names_ranked.la_code = listed.la_code
    where names_ranked.name_rank = 1
)

select * from final
