{# The query of a model of what is left: the records of a kind that no rule holds back. #}
{% macro records_that_flow(entity_type) -%}
{%- set entity = quarantine_entities()[entity_type] -%}
with

records as (
    select
        *,
        {{ entity.key }} as entity_key
    from {{ ref(entity.rows) }}
),

quarantined as (
    select entity_key
    from {{ ref('int_quality__entities_quarantined') }}
    where entity_type = '{{ entity_type }}'
)

select records.*
from records
left join quarantined
    on records.entity_key = quarantined.entity_key
where quarantined.entity_key is null
{%- endmacro %}
