-- one row per run of a user and school that the user defined a set for, as published
-- noqa: disable=references.quoting
with

members as (
    select
        run_id,
        base_run_id,
        urn,
        rank,
        '"' || cast(comparator_urn as {{ dbt.type_string() }}) || '"'
            as comparator_text
    from {{ ref('benchmarking__fct_user_defined_set_members') }}
),

-- the same name of a run may stand in several folders; the latest folder counts
ordered as (
    select
        *,
        rank() over (partition by run_id, urn order by base_run_id desc) as base_order
    from members
),

final as (
    select
        '[' || {{ dbt.listagg('comparator_text', "', '", 'order by rank') }} || ']'
            as "Set",
        'default' as "RunType",
        run_id as "RunId",
        cast(urn as {{ dbt.type_string() }}) as "URN"
    from ordered
    where base_order = 1
    group by run_id, urn
)

select * from final
