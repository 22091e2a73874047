-- one row per record of *_CS_BenchmarkReport_*.xlsx with a usable key:
-- an accounts return extract, CS_BenchmarkReport: a trust's central services
with

{{ records_of(ref('raw_dfe__arx_cs_benchmark_report')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ parse_account_lines() }},
    absent_columns as missing_lines,
    extra_columns
from records
