-- one row per recorded content: its key and length
with
{{ platform_records('contents', ['name', 'status', 'duration_secs']) }}

select
    organization_id,
    data_source,
    id as content_id,
    record_key as content_key,
    name as content_name,
    status,
    -- a content of no length cannot be listened to
    cast(case when duration_secs > 0 then duration_secs end as integer) as duration_secs
from records
