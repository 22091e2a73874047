-- one row per record of *_BenchmarkReport_*.xlsx with a usable key:
-- an accounts return extract, BenchmarkReport: an academy's own income and costs
with

headers as (
    select
        file_key,
        {{ absent_columns() }} as absent_columns
    from {{ ref('raw_dfe__arx_benchmark_report') }}
    where row_status = 'header'
),

records as (
    select
        landed.*,
        headers.absent_columns
    from {{ ref('raw_dfe__arx_benchmark_report') }} as landed
    inner join headers
        on landed.file_key = headers.file_key
    where landed.row_status = 'staged'
)

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_account_lines() }},
    absent_columns as missing_lines,
    extra_columns
from records
