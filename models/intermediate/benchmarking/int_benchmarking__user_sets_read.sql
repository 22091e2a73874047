-- one row per base run, user's run and target with a user-defined set
with

listed as (
    select
        user_run_id as run_id,
        run_id as base_run_id,
        urn,
        set_text,
        row_number() over (
            partition by run_id, user_run_id, urn
            order by file_key desc, line_number desc
        ) as place,
        count(*) over (partition by run_id, user_run_id, urn) as record_count
    from {{ ref('stg_dfe__user_defined_comparator_sets') }}
),

runs as (
    select run_id
    from {{ ref('int_benchmarking__runs_told') }}
),

schools as (
    select run_id, urn
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

-- of several records of one run and school the last one counts
final as (
    select
        listed.run_id,
        listed.base_run_id,
        listed.set_text,
        listed.urn,
        listed.record_count,
        schools.urn is not null as is_known_target,
        coalesce({{ json_kind('listed.set_text') }} = 'array', false) as is_readable
    from listed
    inner join runs
        on listed.base_run_id = runs.run_id
    left join schools
        on listed.base_run_id = schools.run_id
        and listed.urn = schools.urn
    where listed.place = 1
)

select * from final
