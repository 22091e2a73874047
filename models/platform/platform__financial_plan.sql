-- one row per school and year with a plan, as published
-- noqa: disable=references.quoting
with

plans as (
    select
        input,
        deployment_plan,
        created,
        created_by,
        updated_at,
        updated_by,
        is_complete,
        {{ parse_integer('version') }} as version,
        urn,
        year,
        -- a plan that stands in several folders is that of the latest
        row_number() over (partition by urn, year order by run_id desc) as run_order
    from {{ ref('benchmarking__fct_financial_plans') }}
),

latest as (
    select
        input as "Input",
        deployment_plan as "DeploymentPlan",
        created as "Created",
        created_by as "CreatedBy",
        updated_at as "UpdatedAt",
        updated_by as "UpdatedBy",
        is_complete as "IsComplete",
        cast(version as integer) as "Version",
        cast(urn as {{ dbt.type_string() }}) as "URN",
        cast(year as smallint) as "Year"
    from plans
    where run_order = 1
)

select * from latest
