-- one row per raw file, as the landing report shows it
select
    source,
    district_id,
    file_path,
    coalesce(entity, 'not read') as entity,
    cast(bytes as bigint) as bytes,
    sha256,
    encoding,
    newline,
    rows_read,
    rows_staged,
    rows_quarantined,
    rows_duplicate,
    rows_padding,
    cast(header_problems as bigint) as header_problems
from {{ ref('quality__landing_files') }}
