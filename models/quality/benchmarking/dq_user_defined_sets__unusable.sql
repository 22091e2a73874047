-- one row per user-defined set, or item of it, and rule that it breaks
with

sets as (
    select *
    from {{ ref('int_benchmarking__user_sets_read') }}
),

items as (
    select *
    from {{ ref('int_benchmarking__user_sets_itemised') }}
),

members as (
    select
        run_id,
        base_run_id,
        urn,
        max(member_count) as member_count,
        max(case when was_added then 1 else 0 end) as added_count,
        max(case when is_rated then 1 else 0 end) as rated_count
    from {{ ref('benchmarking__fct_user_defined_set_members') }}
    group by run_id, base_run_id, urn
),

found as (
    select
        'FIN-040' as rule_id,
        run_id,
        base_run_id,
        urn,
        'text that is no list' as observed,
        'a JSON list of URNs' as expected,
        'the set cannot be read and is left out' as message
    from sets
    where not is_readable
    union all
    select
        'FIN-041' as rule_id,
        run_id,
        base_run_id,
        urn,
        coalesce(item_text, 'null') as observed,
        'URN of a school of the run' as expected,
        'the set names ' || coalesce(item_text, 'null')
        || ', which is no school of the run; it is left out' as message
    from items
    where not is_known
    group by run_id, base_run_id, urn, item_text
    union all
    select
        'FIN-042' as rule_id,
        run_id,
        base_run_id,
        urn,
        item_text as observed,
        'each member once' as expected,
        'the set names ' || item_text || ' more than once; it counts once' as message
    from items
    where is_repeated
    group by run_id, base_run_id, urn, item_text
    union all
    select
        'FIN-043' as rule_id,
        run_id,
        base_run_id,
        urn,
        'set without its target' as observed,
        'the target is a member' as expected,
        'the target is missing in its set and was added' as message
    from members
    where added_count > 0
    union all
    select
        'FIN-044' as rule_id,
        run_id,
        base_run_id,
        urn,
        cast(member_count as {{ dbt.type_string() }}) || ' members' as observed,
        'enough members for ratings' as expected,
        'the set is too small for ratings; it is published without' as message
    from members
    where rated_count = 0
    union all
    select
        'FIN-045' as rule_id,
        run_id,
        base_run_id,
        urn,
        cast(urn as {{ dbt.type_string() }}) as observed,
        'URN of a school of the run' as expected,
        'the target of the set is no school of the run; the set is left out' as message
    from sets
    where not is_known_target
    union all
    select
        'FIN-048' as rule_id,
        run_id,
        base_run_id,
        urn,
        cast(record_count as {{ dbt.type_string() }}) || ' sets' as observed,
        '1 set' as expected,
        'the run has several sets of the school; the last one counts' as message
    from sets
    where record_count > 1
),

violations as (
    select
        rule_id,
        'dfe' as source,
        base_run_id as district_id,
        'user_defined_set' as entity_type,
        {{ surrogate_key(['base_run_id', 'run_id', 'urn']) }} as entity_key,
        {{ surrogate_key(['base_run_id', 'urn']) }} as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({'user_run_id': 'run_id', 'urn': 'urn'}) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
