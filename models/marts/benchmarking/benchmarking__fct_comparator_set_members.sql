-- one row per run, method, school, type of set and rank
with

members as (
    select
        run_id,
        run_type,
        comparator_method,
        urn,
        set_type,
        rank,
        comparator_urn,
        distance,
        reason,
        target_filled,
        comparator_filled
    from {{ ref('py_comparator_sets') }}
)

select * from members
