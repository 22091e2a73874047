{% test unique_line(model) %}

with

-- a group for each line costs four times as much as one for 62, each line with its own bit
crowded_blocks as (
    select
        file_key,
        line_number - line_number % 62 as first_line
    from {{ model }}
    group by file_key, line_number - line_number % 62
    having count(*) <> bit_count(bit_or(cast(1 as bigint) << (line_number % 62)))
),

suspects as (
    select
        records.file_key,
        records.line_number
    from {{ model }} as records
    inner join crowded_blocks
        on records.file_key = crowded_blocks.file_key
        and records.line_number - records.line_number % 62 = crowded_blocks.first_line
    union all
    select
        file_key,
        line_number
    from {{ model }}
    where file_key is null or line_number is null
)

select
    file_key,
    line_number,
    count(*) as row_count
from suspects
group by file_key, line_number
having count(*) > 1 or file_key is null or line_number is null

{% endtest %}
