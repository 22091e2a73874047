-- one row per record of *_Standing_Data_*.xlsx with a usable key:
-- an accounts return extract, Standing_Data: an academy in a trust
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text('trust_name') }} as trust_name,
    {{ clean_text('trust_status') }} as trust_status,
    {{ parse_day_first_date('joined_date') }} as joined_date,
    {{ parse_day_first_date('left_date') }} as left_date,
    {{ parse_day_first_date('valid_to') }} as valid_to
from {{ ref('raw_dfe__arx_standing_data') }}
where row_status = 'staged'
