-- one row per record of BFR_3Y_raw.csv with a usable key:
-- the three-year forecast in a budget forecast return: a line of a trust
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('trust_upin') }} as trust_upin,
    {{ parse_whole_number('line_no') }} as line_no,
    {{ parse_money('y2') }} as y2,
    {{ parse_money('y3') }} as y3,
    {{ parse_money('y4') }} as y4
from {{ ref('raw_dfe__bfr_three_year') }}
where row_status = 'staged'
