-- one row per record of *_BenchmarkReport_*.xlsx with a usable key:
-- an accounts return extract, BenchmarkReport: an academy's own income and costs
with

{{ records_of(ref('raw_dfe__arx_benchmark_report')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_account_lines() }},
    absent_columns as missing_lines,
    extra_columns
from records
