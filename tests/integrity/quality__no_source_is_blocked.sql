-- What: no district's source is left out of the warehouse.
-- Why it matters: a left-out district looks like a district without students.
-- How to fix: mend what `message` says in that file. To publish the others meanwhile,
-- build with SCHOOLHOUSE_ALLOW_BLOCKED=1; the landing report names what is missing.
-- The report is a parent so that this test comes last: in a build, a failed test skips
-- what stands on all of its parents, and the other districts must be built.
-- depends_on: {{ ref('rpt_district__warehouse_contents') }}
select
    source,
    district_id,
    rule_id,
    file_path,
    message
from {{ ref('quality__blocked_sources') }}
where '{{ env_var("SCHOOLHOUSE_ALLOW_BLOCKED", "0") }}' <> '1'
