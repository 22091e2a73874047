-- one row per run and school of the population
with

kept as (
    select *
    from {{ ref('int_benchmarking__schools_gathered') }}
    where left_out_by is null
),

gias as (
    select *
    from {{ ref('int_benchmarking__gias_described') }}
),

-- a federation's lead names its own LAEstab
leads as (
    select
        run_id,
        laestab,
        min(urn) as lead_urn
    from kept
    where lead_laestab = laestab
    group by run_id, laestab
),

listed as (
    select
        kept.run_id,
        kept.run_year,
        kept.urn,
        kept.finance_type,
        kept.laestab,
        gias.la_code,
        gias.la_name,
        kept.school_name,
        kept.overall_phase,
        gias.type_code,
        gias.type_name,
        gias.region,
        gias.boarding,
        gias.ofsted_rating,
        kept.london_weighting,
        kept.academy_upin,
        kept.trust_upin,
        kept.trust_company_number,
        kept.trust_name,
        kept.months,
        coalesce(kept.months <> 12, false) as is_part_year,
        kept.did_not_submit or coalesce(leads.lead_urn <> kept.urn, false)
            as did_not_submit,
        leads.lead_urn as federation_lead_urn,
        coalesce(leads.lead_urn = kept.urn, false) as is_federation_lead,
        kept.return_source,
        kept.file_key,
        kept.line_number
    from kept
    inner join gias
        on
        kept.run_id = gias.run_id
        and kept.urn = gias.urn
    left join leads
        on
        kept.run_id = leads.run_id
        and kept.lead_laestab = leads.laestab
)

select * from listed
