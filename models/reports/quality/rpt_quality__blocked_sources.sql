-- one row per reason why a district's source is left out of this build
select
    source,
    district_id,
    rule_id,
    file_path,
    message
from {{ ref('quality__blocked_sources') }}
