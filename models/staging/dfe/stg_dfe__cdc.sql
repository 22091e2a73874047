-- one row per record of cdc.csv with a usable key:
-- the condition data collection: a building block of a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ clean_text('site') }} as site,
    {{ clean_text('section_type') }} as section_type,
    {{ parse_number('gifa') }} as gifa,
    {{ clean_text('block_age') }} as block_age
from {{ ref('raw_dfe__cdc') }}
where row_status = 'staged'
