{% test unique_line(model) %}

with

-- a group for each line costs four times as much as one for 32, each line with its own bit
crowded_blocks as (
    select
        file_key,
        cast(floor(line_number / 32) as integer) as block
    from {{ model }}
    group by file_key, cast(floor(line_number / 32) as integer)
    having count(*) <> bit_count(bit_or(cast(power(2, line_number % 32) as bigint)))
),

suspects as (
    select
        records.file_key,
        records.line_number
    from {{ model }} as records
    inner join crowded_blocks
        on records.file_key = crowded_blocks.file_key
        and cast(floor(records.line_number / 32) as integer) = crowded_blocks.block
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
