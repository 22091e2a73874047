-- one row per run, trust, school and day on which the school joined or left the trust
with

runs as (
    select
        run_id,
        run_year
    from {{ ref('int_benchmarking__runs_told') }}
),

academies as (
    select
        run_id,
        urn,
        trust_company_number,
        trust_name,
        joined_date,
        left_date
    from {{ ref('int_benchmarking__academies_returned') }}
    where urn is not null and trust_company_number is not null
),

gias as (
    select
        run_id,
        urn,
        school_name
    from {{ ref('int_benchmarking__gias_described') }}
),

events as (
    select
        run_id,
        urn,
        trust_company_number,
        trust_name,
        'Joined' as event_name,
        joined_date as event_date
    from academies
    where joined_date is not null
    union all
    select
        run_id,
        urn,
        trust_company_number,
        trust_name,
        'Left' as event_name,
        left_date as event_date
    from academies
    where left_date is not null
),

-- several rows of one academy in a trust may tell of one event
told_once as (
    select
        run_id,
        trust_company_number,
        event_name,
        urn,
        event_date,
        min(trust_name) as trust_name
    from events
    group by run_id, trust_company_number, event_name, urn, event_date
),

final as (
    select
        told_once.run_id,
        told_once.trust_company_number,
        told_once.event_name,
        told_once.trust_name,
        gias.school_name,
        told_once.urn,
        runs.run_year,
        told_once.event_date
    from told_once
    inner join runs
        on told_once.run_id = runs.run_id
    left join gias
        on
        told_once.run_id = gias.run_id
        and told_once.urn = gias.urn
)

select * from final
