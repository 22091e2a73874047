-- one row per record that a rule takes out of what flows
with

found as (
    select
        fingerprint,
        rule_id,
        source,
        district_id,
        entity_type,
        entity_key,
        message
    from {{ ref('int_quality__row_violations') }}
    where action = 'quarantine'
),

waivers as (
    select rule_id, district_id, entity_key, status
    from {{ ref('int_quality__waivers_listed') }}
    where is_in_force
),

waived as (
    select
        found.fingerprint,
        min(waivers.status) as status
    from found
    inner join waivers
        on
        found.rule_id = waivers.rule_id
        and found.district_id = waivers.district_id
        and found.entity_key = coalesce(waivers.entity_key, found.entity_key)
    group by found.fingerprint
),

-- one rule may find several things about one record
by_rule as (
    select
        found.source,
        found.district_id,
        found.entity_type,
        found.entity_key,
        found.rule_id,
        min(found.message) as message,
        count(*) as violation_count,
        count(waived.status) as waived_count,
        min(waived.status) as status
    from found
    left join waived
        on found.fingerprint = waived.fingerprint
    group by
        found.source,
        found.district_id,
        found.entity_type,
        found.entity_key,
        found.rule_id
),

own as (
    select
        source,
        district_id,
        entity_type,
        entity_key,
        'own' as cause,
        {{ dbt.listagg('rule_id', "', '", 'order by rule_id') }} as rule_ids,
        {{ dbt.listagg('message', "'; '", 'order by rule_id') }} as reasons,
        case
            when sum(violation_count) = sum(waived_count) then min(status)
            else 'open'
        end as status
    from by_rule
    group by source, district_id, entity_type, entity_key
),

-- what `own` says, in words that no kind of record has for a column
parents as (
    select
        entity_type as parent_type,
        entity_key as parent_key,
        rule_ids as parent_rule_ids,
        status as parent_status
    from own
),

-- parents are few: keys are made for their records, not for all
children as (
    {% for entity_type, entity in quarantine_entities().items() %}
    {% set last_entity = loop.last %}
    {% for parent_type, parent_key in entity.parents.items() %}
    select
        source,
        district_id,
        '{{ entity_type }}' as entity_type,
        {{ entity.key }} as entity_key,
        parent_type,
        parent_rule_ids as rule_ids,
        parent_status as status
    from {{ ref(entity.rows) }}
    inner join parents
        on
        parents.parent_type = '{{ parent_type }}'
        and parents.parent_key = {{ parent_key }}
    {{ 'union all' if not (last_entity and loop.last) }}
    {% endfor %}
    {% endfor %}
),

by_parent as (
    select
        children.source,
        children.district_id,
        children.entity_type,
        children.entity_key,
        children.rule_ids,
        children.status,
        'its ' || children.parent_type || ' is held back' as reason
    from children
    left join own
        on children.entity_type = own.entity_type
        and children.entity_key = own.entity_key
    where own.entity_key is null
    group by
        children.source,
        children.district_id,
        children.entity_type,
        children.entity_key,
        children.parent_type,
        children.rule_ids,
        children.status
),

of_parents as (
    select
        source,
        district_id,
        entity_type,
        entity_key,
        'parent' as cause,
        {{ dbt.listagg('rule_ids', "', '", 'order by reason') }} as rule_ids,
        {{ dbt.listagg('reason', "'; '", 'order by reason') }} as reasons,
        -- open before any waiver
        min(status) as status
    from by_parent
    group by source, district_id, entity_type, entity_key
),

final as (
    select * from own
    union all
    select * from of_parents
)

select * from final
