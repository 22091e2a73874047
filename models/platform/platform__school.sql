-- one row per school of the latest run, as published
-- noqa: disable=references.quoting
with

ordered as (
    select
        *,
        rank() over (order by run_year desc, run_id desc) as run_order
    from {{ ref('benchmarking__dim_schools') }}
),

flags as (
    select run_id, urn, is_pfi
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

latest as (
    select
        ordered.school_name as "SchoolName",
        ordered.trust_company_number as "TrustCompanyNumber",
        ordered.trust_name as "TrustName",
        cast(ordered.federation_lead_urn as {{ dbt.type_string() }})
            as "FederationLeadURN",
        ordered.federation_lead_name as "FederationLeadName",
        ordered.la_code as "LACode",
        ordered.la_name as "LAName",
        ordered.london_weighting as "LondonWeighting",
        ordered.finance_type as "FinanceType",
        ordered.overall_phase as "OverallPhase",
        ordered.school_type as "SchoolType",
        ordered.has_sixth_form as "HasSixthForm",
        ordered.has_nursery as "HasNursery",
        flags.is_pfi as "IsPFISchool",
        ordered.ofsted_date as "OfstedDate",
        ordered.ofsted_rating as "OfstedDescription",
        ordered.telephone as "Telephone",
        ordered.website as "Website",
        ordered.contact_email as "ContactEmail",
        ordered.headteacher_name as "HeadteacherName",
        ordered.headteacher_email as "HeadteacherEmail",
        cast(ordered.urn as {{ dbt.type_string() }}) as "URN"
    from ordered
    left join flags
        on ordered.run_id = flags.run_id
        and ordered.urn = flags.urn
    where ordered.run_order = 1
)

select * from latest
