-- one row per run, trust and rank
with

members as (
    select
        run_id,
        run_type,
        trust_company_number,
        rank,
        comparator_trust_company_number,
        distance,
        target_filled,
        comparator_filled
    from {{ ref('py_trust_comparator_sets') }}
)

select * from members
