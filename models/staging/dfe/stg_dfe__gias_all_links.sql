-- one row per record of gias_all_links.csv with a usable key:
-- the groups that establishments belong to
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('group_uid') }} as group_uid,
    {{ clean_text('group_id') }} as group_id,
    {{ clean_text('group_name') }} as group_name,
    {{ company_number_of('company_number') }} as company_number,
    {{ parse_whole_number('group_type_code') }} as group_type_code,
    {{ clean_text('group_type') }} as group_type,
    {{ clean_text('group_status') }} as group_status,
    {{ parse_day_first_date('open_date') }} as open_date,
    {{ parse_day_first_date('closed_date') }} as closed_date,
    {{ parse_day_first_date('incorporated_date') }} as incorporated_date,
    {{ parse_day_first_date('joined_date') }} as joined_date
from {{ ref('raw_dfe__gias_all_links') }}
where row_status = 'staged'
