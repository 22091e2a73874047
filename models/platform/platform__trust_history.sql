-- one row per run, trust, school and day on which it joined or left, as published
-- noqa: disable=references.quoting
with

events as (
    select
        run_id,
        trust_company_number,
        event_name,
        school_name,
        urn,
        run_year,
        event_date
    from {{ ref('benchmarking__fct_trust_history') }}
),

numbered as (
    select
        trust_company_number as "CompanyNumber",
        event_date as "EventDate",
        event_name as "EventName",
        cast(run_year as smallint) as "AcademicYear",
        cast(urn as {{ dbt.type_string() }}) as "SchoolURN",
        school_name as "SchoolName",
        cast(
            row_number() over (
                order by trust_company_number, event_date, urn, run_id, event_name
            ) as integer
        ) as "Id"
    from events
)

select * from numbered
