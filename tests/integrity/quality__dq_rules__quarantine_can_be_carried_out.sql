-- What: every rule with action quarantine is about a kind of record that can be held back.
-- Why it matters: the action of a rule promises that its rows do not flow.
-- How to fix: give the rule another action, or add the kind of record to the macro
--   quarantine_entities with a model of what is valid, and let its marts read that.
{% set entities = quarantine_entities().keys() | list
    + entities_quarantined_elsewhere() %}
select rule_id, entity
from {{ ref('dq_rules') }}
where
    action = 'quarantine'
    and area = 'district'
    and retired_in is null
    and entity not in ('{{ entities | join("', '") }}')
