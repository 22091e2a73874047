-- one row per landed line that is not an ordinary record: headers, quarantined records
-- and findings of every landing table in one place
{% for source, entity in landed_entities() %}
select
    '{{ source }}' as source,
    district_id,
    file_path,
    file_key,
    '{{ entity }}' as entity,
    line_number,
    row_status,
    row_detail
from {{ ref('raw_' ~ source ~ '__' ~ entity) }}
where row_status in ('header', 'quarantined', 'finding')
{{ 'union all' if not loop.last }}
{% endfor %}
