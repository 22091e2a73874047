-- one row per record of *_Insights_Extract_*.xlsx with a usable key:
-- an accounts return extract, Insights_Extract: an academy
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_number('pupils') }} as pupils,
    {{ clean_text('pfi_flag') }} as pfi_flag,
    {{ parse_whole_number('period_months') }} as period_months
from {{ ref('raw_dfe__arx_insights_extract') }}
where row_status = 'staged'
