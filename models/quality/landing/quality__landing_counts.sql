-- one row per landed file: how many rows it has of each kind
with

rows_of_files as (
    {% for source, entity in landed_entities() %}
    select
        file_key,
        row_status,
        count(*) as row_count
    from {{ ref('raw_' ~ source ~ '__' ~ entity) }}
    group by file_key, row_status
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

landed as (
    select
        file_key,
        sum(case when row_status = 'quarantined' then row_count else 0 end)
            as rows_quarantined,
        sum(case when row_status = 'duplicate' then row_count else 0 end)
            as rows_duplicate,
        sum(case when row_status = 'padding' then row_count else 0 end) as rows_padding,
        sum(case when row_status not in ('header', 'finding') then row_count else 0 end)
            as rows_read
    from rows_of_files
    group by file_key
),

staged as (
    {% for source, entity in landed_entities() %}
    select
        file_key,
        count(*) as rows_staged
    from {{ ref('stg_' ~ source ~ '__' ~ entity) }}
    group by file_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    landed.file_key,
    cast(landed.rows_read as bigint) as rows_read,
    cast(coalesce(staged.rows_staged, 0) as bigint) as rows_staged,
    cast(landed.rows_quarantined as bigint) as rows_quarantined,
    cast(landed.rows_duplicate as bigint) as rows_duplicate,
    cast(landed.rows_padding as bigint) as rows_padding
from landed
left join staged
    on landed.file_key = staged.file_key
