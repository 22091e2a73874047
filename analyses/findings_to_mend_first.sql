-- Findings by weight: what a data steward should take up first.
-- For: data and assessment teams.
select
    source,
    district_id,
    rule_id,
    rule_name,
    severity,
    sum(row_count) as rows_concerned,
    min(how_to_fix) as how_to_fix
from {{ ref('rpt_quality__landing_findings') }}
group by source, district_id, rule_id, rule_name, severity
order by
    case severity
        when 'blocker' then 1 when 'major' then 2 when 'minor' then 3 else 4
    end,
    rows_concerned desc,
    rule_id asc
