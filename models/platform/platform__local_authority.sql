-- one row per local authority of the latest run, as published
-- noqa: disable=references.quoting
with

ordered as (
    select
        la_code,
        la_name,
        rank() over (order by run_year desc, run_id desc) as run_order
    from {{ ref('benchmarking__dim_local_authorities') }}
),

latest as (
    select
        la_name as "Name",
        la_code as "Code"
    from ordered
    where run_order = 1
)

select * from latest
