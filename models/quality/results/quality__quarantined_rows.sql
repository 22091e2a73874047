-- one row per record that is held back, by landing or by a rule
{% set text = dbt.type_string() %}
{% set entities = quarantine_entities() %}
with

found as (
    select
        engine,
        rule_id,
        source,
        district_id,
        entity_type,
        entity_key,
        message,
        evidence,
        coalesce(waiver, 'open') as status
    from {{ ref('quality__violations_found') }}
    where action = 'quarantine'
),

landed as (
    select
        reason_code as rule_id,
        source,
        district_id,
        entity as entity_type,
        {{ landing_entity_key('record') }} as entity_key,
        file_path,
        file_key,
        line_number,
        record,
        message
    from {{ ref('quality__landing_quarantined_rows') }}
),

held_back as (
    select *
    from {{ ref('int_quality__entities_quarantined') }}
),

{% for entity_type, entity in entities.items() -%}
{{ entity_type }}_rows as (
    select
        *,
        {{ entity.key }} as held_key
    from {{ ref(entity.rows) }}
),

{% endfor -%}
files as (
    select file_key, file_path
    from {{ ref('quality__landing_files') }}
),

of_landing as (
    select
        'landing' as stage,
        landed.source,
        landed.district_id,
        landed.entity_type,
        landed.entity_key,
        landed.file_path,
        landed.file_key,
        landed.line_number,
        landed.record,
        landed.rule_id as rule_ids,
        landed.message as reasons,
        'own' as cause,
        coalesce(found.status, 'open') as status
    from landed
    left join found
        on landed.rule_id = found.rule_id
        and landed.entity_key = found.entity_key
),

of_rules as (
    {% for entity_type, entity in entities.items() -%}
    {% set rows = entity_type ~ '_rows' -%}
    select
        'rule' as stage,
        held_back.source,
        held_back.district_id,
        held_back.entity_type,
        held_back.entity_key,
        {% if entity.has_lines -%}
        {{ rows }}.file_key,
        {{ rows }}.line_number,
        {%- else -%}
        cast(null as {{ text }}) as file_key,
        cast(null as bigint) as line_number,
        {%- endif %}
        {{ row_as_json(ref(entity.rows), rows) }} as record,
        held_back.rule_ids,
        held_back.reasons,
        held_back.cause,
        held_back.status
    from held_back
    inner join {{ rows }}
        on held_back.entity_key = {{ rows }}.held_key
    where held_back.entity_type = '{{ entity_type }}'
    union all
    {% endfor -%}
    -- what a rule holds back where it finds it, with its ids
    select
        'rule' as stage,
        source,
        district_id,
        entity_type,
        entity_key,
        cast(null as {{ text }}) as file_key,
        cast(null as bigint) as line_number,
        evidence as record,
        rule_id as rule_ids,
        message as reasons,
        'own' as cause,
        status
    from found
    where
        engine = 'sql'
        and entity_type not in ('{{ entities.keys() | join("', '") }}')
),

final as (
    select * from of_landing
    union all
    select
        of_rules.stage,
        of_rules.source,
        of_rules.district_id,
        of_rules.entity_type,
        of_rules.entity_key,
        files.file_path,
        of_rules.file_key,
        of_rules.line_number,
        of_rules.record,
        of_rules.rule_ids,
        of_rules.reasons,
        of_rules.cause,
        of_rules.status
    from of_rules
    left join files
        on of_rules.file_key = files.file_key
)

select * from final
