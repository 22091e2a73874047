-- one row per base run, user's run, target and item of its user-defined set
{%- set sets = ref('int_benchmarking__user_sets_read') %}
with

items as (
    select
        run_id,
        base_run_id,
        item as item_text,
        urn,
        item_number,
        {{ parse_whole_number('item') }} as comparator_urn
    from {{ json_array_to_rows(sets, ['run_id', 'base_run_id', 'urn'], 'set_text') }}
),

counted as (
    select
        *,
        row_number() over (
            partition by base_run_id, run_id, urn, comparator_urn
            order by item_number
        ) as occurrence
    from items
),

schools as (
    select run_id, urn
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

final as (
    select
        counted.run_id,
        counted.base_run_id,
        counted.item_text,
        counted.urn,
        counted.item_number,
        counted.comparator_urn,
        schools.urn is not null as is_known,
        counted.occurrence > 1 and counted.comparator_urn is not null as is_repeated
    from counted
    left join schools
        on counted.base_run_id = schools.run_id
        and counted.comparator_urn = schools.urn
)

select * from final
