-- one row per run, rule book, school, type of set and school that its averages count
with

members as (
    select
        run_id,
        comparator_method,
        urn,
        set_type,
        comparator_urn
    from {{ ref('benchmarking__fct_comparator_set_members') }}
    where run_type = 'default'
),

-- the school itself is in its averages under both rule books, and a repeat counts once
counted as (
    select
        run_id,
        comparator_method,
        urn,
        set_type,
        comparator_urn
    from members
    union
    select
        run_id,
        comparator_method,
        urn,
        set_type,
        urn as comparator_urn
    from members
)

select * from counted
