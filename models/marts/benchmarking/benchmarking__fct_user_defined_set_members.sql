-- one row per base run, user's run, target and member of its user-defined set
with

sets as (
    select run_id, base_run_id, urn
    from {{ ref('int_benchmarking__user_sets_read') }}
    where is_known_target and is_readable
),

items as (
    select run_id, base_run_id, urn, comparator_urn, item_number
    from {{ ref('int_benchmarking__user_sets_itemised') }}
    where is_known and not is_repeated
),

-- a target that the list lacks is added behind its last member
missing_targets as (
    select
        sets.run_id,
        sets.base_run_id,
        sets.urn,
        sets.urn as comparator_urn,
        cast(null as bigint) as item_number
    from sets
    left join items
        on sets.base_run_id = items.base_run_id
        and sets.run_id = items.run_id
        and sets.urn = items.urn
        and sets.urn = items.comparator_urn
    where items.urn is null
),

members as (
    select
        items.run_id,
        items.base_run_id,
        items.urn,
        items.comparator_urn,
        items.item_number
    from items
    inner join sets
        on items.base_run_id = sets.base_run_id
        and items.run_id = sets.run_id
        and items.urn = sets.urn
    union all
    select run_id, base_run_id, urn, comparator_urn, item_number
    from missing_targets
),

counted as (
    select
        run_id,
        base_run_id,
        urn,
        comparator_urn,
        cast(row_number() over (
            partition by base_run_id, run_id, urn
            order by item_number is null, item_number
        ) as integer) as rank,
        cast(
            count(*) over (partition by base_run_id, run_id, urn) as integer
        ) as member_count,
        comparator_urn = urn as is_target,
        item_number is null as was_added
    from members
),

rules as (
    select max(smallest_user_set) as smallest_user_set
    from {{ ref('rating_rules') }}
),

final as (
    select
        counted.run_id,
        counted.base_run_id,
        counted.urn,
        counted.rank,
        counted.comparator_urn,
        counted.member_count,
        counted.is_target,
        counted.was_added,
        counted.member_count >= rules.smallest_user_set as is_rated
    from counted
    cross join rules
)

select * from final
