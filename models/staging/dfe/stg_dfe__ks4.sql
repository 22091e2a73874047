-- one row per record of ks4.xlsx with a usable key:
-- key stage 4 results of a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_number('attainment8') }} as attainment8,
    {{ code_in_place_of('attainment8') }} as attainment8_code,
    {{ parse_number('progress8') }} as progress8,
    {{ code_in_place_of('progress8') }} as progress8_code,
    {{ clean_text('progress8_banding') }} as progress8_banding
from {{ ref('raw_dfe__ks4') }}
where row_status = 'staged'
