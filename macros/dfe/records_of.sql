{#
    Two CTEs of a staging model, `headers` and `records`: the staged records of a landing
    table, with `absent_columns`, the columns of the contract that their file does not have,
    as a JSON list; it stands in the row_detail of the file's header row.
#}
{% macro records_of(landing_table) -%}
headers as (
    select
        file_key,
        {{ json_text('row_detail', 'absent_columns') }} as absent_columns
    from {{ landing_table }}
    where row_status = 'header'
),

records as (
    select
        landed.*,
        headers.absent_columns
    from {{ landing_table }} as landed
    inner join headers
        on landed.file_key = headers.file_key
    where landed.row_status = 'staged'
)
{%- endmacro %}
