-- one row per file of a district's folder and way in which Schoolhouse reads it, if any
with

files as (
    select source, district_id, file_path, bytes, sha256
    from {{ ref('raw_inventory__files') }}
    -- a zip file stands for its members; files above the district folders are not data
    where district_id is not null and file_path not like '%.zip'
),

headers as (
    select file_path, file_key, entity, row_detail
    from {{ ref('quality__landing_records') }}
    where row_status = 'header'
),

counts as (
    select
        file_key,
        rows_read,
        rows_staged,
        rows_quarantined,
        rows_duplicate,
        rows_padding
    from {{ ref('quality__landing_counts') }}
),

header_findings as (
    select
        file_key,
        count(*) as header_problems
    from {{ ref('quality__landing_records') }}
    where
        row_status = 'finding' and {{ json_text('row_detail', 'rule_id') }} = 'LND-009'
    group by file_key
)

select
    files.source,
    files.district_id,
    files.file_path,
    headers.file_key,
    headers.entity,
    files.sha256,
    {{ json_text('headers.row_detail', 'encoding') }} as encoding,
    {{ json_text('headers.row_detail', 'newline') }} as newline,
    files.bytes,
    coalesce(counts.rows_read, 0) as rows_read,
    coalesce(counts.rows_staged, 0) as rows_staged,
    coalesce(counts.rows_quarantined, 0) as rows_quarantined,
    coalesce(counts.rows_duplicate, 0) as rows_duplicate,
    coalesce(counts.rows_padding, 0) as rows_padding,
    coalesce(header_findings.header_problems, 0) as header_problems
from files
left join headers
    on files.file_path = headers.file_path
left join counts
    on headers.file_key = counts.file_key
left join header_findings
    on headers.file_key = header_findings.file_key
