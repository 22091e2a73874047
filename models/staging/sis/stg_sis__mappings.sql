-- one row per file that a mapping.yml claims and canonical file that it feeds
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('canonical_file') }} as canonical_file,
    {{ clean_text('entry') }} as entry,
    {{ clean_text('claimed_file') }} as claimed_file,
    {{ clean_text('settings') }} as settings,
    extra_columns
from {{ ref('raw_sis__mappings') }}
where row_status = 'staged'
