-- one row per record that a rule keeps in its fact and out of metrics
with

found as (
    select source, district_id, entity_type, entity_key, rule_id
    from {{ ref('int_quality__row_violations') }}
    where action = 'exclude'
),

-- several rules may exclude one record: the first of them is named
final as (
    select
        source,
        district_id,
        entity_type,
        entity_key,
        min(rule_id) as rule_id
    from found
    group by source, district_id, entity_type, entity_key
)

select * from final
