-- one row per run and line of the academy master list, with the URN of the academy
with

runs as (
    select run_id from {{ ref('int_benchmarking__runs_told') }}
),

left_out_statuses as (
    select word
    from {{ ref('dfe_words') }}
    where code_set = 'trust_status'
),

listed as (
    select
        academy_list.run_id,
        academy_list.file_key,
        academy_list.line_number,
        academy_list.laestab,
        academy_list.company_number,
        academy_list.trust_name,
        academy_list.trust_type,
        academy_list.academy_name,
        academy_list.academy_upin,
        academy_list.trust_upin,
        academy_list.incorporation_date,
        academy_list.joined_date,
        academy_list.left_date,
        academy_list.valid_to
    from {{ ref('stg_dfe__academy_master_list') }} as academy_list
    inner join runs
        on academy_list.run_id = runs.run_id
    left join left_out_statuses
        on lower(academy_list.trust_status) = left_out_statuses.word
    where left_out_statuses.word is null
),

-- the return says which URN a UPIN has
returned as (
    select
        run_id,
        academy_upin,
        max(urn) as urn
    from {{ ref('int_benchmarking__academy_returns_unioned') }}
    where urn is not null and academy_upin is not null
    group by run_id, academy_upin
),

-- a converter keeps its number: of the schools that have one, the open one, then the
-- latest, is the academy
numbered as (
    select
        run_id,
        laestab,
        urn,
        row_number() over (
            partition by run_id, laestab
            order by
                case when close_date is null then 0 else 1 end,
                open_date desc nulls last,
                urn desc
        ) as school_rank
    from {{ ref('int_benchmarking__gias_described') }}
    where laestab is not null
),

resolved as (
    select
        listed.*,
        coalesce(returned.urn, numbered.urn) as urn
    from listed
    left join returned
        on
        listed.run_id = returned.run_id
        and listed.academy_upin = returned.academy_upin
    left join numbered
        on
        listed.run_id = numbered.run_id
        and listed.laestab = numbered.laestab
        and numbered.school_rank = 1
)

select * from resolved
