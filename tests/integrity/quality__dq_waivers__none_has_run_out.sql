-- What: no waiver has run out.
-- Why it matters: an accepted finding that nobody looks at again is accepted for ever.
-- How to fix: ask the owner whom the message names; take the waiver out of
--   seeds/quality/dq_waivers.csv, or give it a new date and reason.
{% set run_out %}
select
    rule_id,
    district_id,
    until,
    owner
from {{ ref('int_quality__waivers_listed') }}
where not is_in_force
{% endset %}
{% if execute and flags.WHICH in ['build', 'test'] %}
{% for waiver in run_query(run_out).rows %}
{% do exceptions.raise_compiler_error(
    'the waiver of ' ~ waiver['rule_id'] ~ ' in ' ~ waiver['district_id'] ~ ' ran out on '
    ~ waiver['until'] ~ '; ask its owner, ' ~ waiver['owner']
) %}
{% endfor %}
{% endif %}
{{ run_out }}
