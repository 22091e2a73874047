-- one row per run and school of the population
with

schools as (
    select *
    from {{ ref('int_benchmarking__schools_listed') }}
),

gias as (
    select *
    from {{ ref('int_benchmarking__gias_described') }}
),

final as (
    select
        schools.run_id,
        schools.urn,
        schools.trust_company_number,
        schools.la_code,
        schools.laestab,
        schools.school_name,
        schools.trust_name,
        leads.school_name as federation_lead_name,
        schools.la_name,
        schools.region,
        gias.urban_rural_name as urban_rural,
        schools.finance_type,
        schools.overall_phase,
        schools.type_name as school_type,
        schools.boarding,
        gias.nursery_provision_name as nursery_provision,
        gias.official_sixth_form_name as sixth_form_provision,
        gias.special_classes_name as special_class_provision,
        gias.admissions_policy,
        schools.london_weighting,
        schools.ofsted_rating,
        gias.street,
        gias.locality,
        gias.address3,
        gias.town,
        gias.county,
        gias.postcode,
        gias.telephone,
        gias.website,
        cast(null as {{ dbt.type_string() }}) as contact_email,
        case
            when gias.head_first_name is not null and gias.head_last_name is not null
                then gias.head_first_name || ' ' || gias.head_last_name
            else coalesce(gias.head_first_name, gias.head_last_name)
        end as headteacher_name,
        cast(null as {{ dbt.type_string() }}) as headteacher_email,
        schools.run_year,
        gias.ukprn,
        schools.academy_upin,
        schools.trust_upin,
        schools.federation_lead_urn,
        gias.statutory_low_age,
        gias.statutory_high_age,
        schools.is_federation_lead,
        gias.has_sixth_form,
        gias.has_nursery,
        gias.open_date,
        gias.close_date,
        gias.ofsted_last_inspection_date as ofsted_date
    from schools
    inner join gias
        on
        schools.run_id = gias.run_id
        and schools.urn = gias.urn
    left join schools as leads
        on
        schools.run_id = leads.run_id
        and schools.federation_lead_urn = leads.urn
)

select * from final
