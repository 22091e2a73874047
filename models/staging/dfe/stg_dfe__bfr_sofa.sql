-- one row per record of BFR_SOFA_raw.csv with a usable key:
-- the statement of financial activities in a budget forecast return: a line of a trust
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('trust_upin') }} as trust_upin,
    {{ clean_text('title') }} as title,
    {{ parse_whole_number('line_no') }} as line_no,
    {{ parse_money('y1p1') }} as y1p1,
    {{ parse_money('y1p2') }} as y1p2,
    {{ parse_money('y2p1') }} as y2p1,
    {{ parse_money('y2p2') }} as y2p2,
    {{ parse_money('y3p1') }} as y3p1,
    {{ parse_money('y3p2') }} as y3p2
from {{ ref('raw_dfe__bfr_sofa') }}
where row_status = 'staged'
