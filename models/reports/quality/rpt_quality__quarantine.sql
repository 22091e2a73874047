-- one row per stage, district, kind of record, rules and cause: rows that are held back
select
    stage,
    source,
    district_id,
    entity_type,
    rule_ids,
    cause,
    status,
    count(*) as row_count
from {{ ref('quality__quarantined_rows') }}
group by stage, source, district_id, entity_type, rule_ids, cause, status
