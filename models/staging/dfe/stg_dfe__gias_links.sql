-- one row per record of gias_links.csv with a usable key:
-- the links between establishments
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('link_urn') }} as link_urn,
    {{ clean_text('link_name') }} as link_name,
    {{ clean_text('link_type') }} as link_type,
    {{ parse_day_first_date('link_established_date') }} as link_established_date
from {{ ref('raw_dfe__gias_links') }}
where row_status = 'staged'
