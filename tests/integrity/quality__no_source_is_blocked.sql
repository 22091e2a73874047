-- What: no district's source is left out of the warehouse.
-- Why it matters: a left-out district looks like a district without students.
-- How to fix: mend what `message` says in that file. To publish the others meanwhile,
-- build with SCHOOLHOUSE_ALLOW_BLOCKED=1; the landing report names what is missing.
select
    source,
    district_id,
    rule_id,
    file_path,
    message
from {{ ref('quality__blocked_sources') }}
where '{{ env_var("SCHOOLHOUSE_ALLOW_BLOCKED", "0") }}' <> '1'
