-- one row per raw file and kind of file that it feeds, as the landing report shows it
select
    source,
    district_id,
    file_path,
    coalesce(entity, 'not read') as entity,
    cast(bytes as bigint) as bytes,
    sha256,
    encoding,
    newline,
    cast(sum(rows_read) as bigint) as rows_read,
    cast(sum(rows_staged) as bigint) as rows_staged,
    cast(sum(rows_quarantined) as bigint) as rows_quarantined,
    cast(sum(rows_duplicate) as bigint) as rows_duplicate,
    cast(sum(rows_padding) as bigint) as rows_padding,
    cast(sum(header_problems) as bigint) as header_problems
from {{ ref('quality__landing_files') }}
-- a mapping may read one file several times for one kind of file, other rows each time
group by source, district_id, file_path, entity, bytes, sha256, encoding, newline
