{# CTEs, the last of which is `records`: the records of a file of the canonical extract
   that count, with their source. They are in force, of districts that are not blocked,
   and the first line of their key. #}
{% macro records_that_count(entity, key, columns) -%}
blocked as (
    select district_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'sis'
    group by district_id
),

-- lines of one key that differ: the first one counts
ranked_records as (
    select
        file_key,
        line_number,
        district_id,
        {{ columns | join(',\n        ') }},
        row_number() over (
            partition by district_id, {{ key | join(', ') }}
            order by line_number, file_key
        ) as record_line
    from {{ ref('stg_sis__' ~ entity) }}
    where is_in_force
),

records as (
    select
        'sis' as source,
        ranked_records.file_key,
        ranked_records.line_number,
        ranked_records.district_id,
        ranked_records.{{ columns | join(',\n        ranked_records.') }}
    from ranked_records
    left join blocked
        on ranked_records.district_id = blocked.district_id
    where blocked.district_id is null and ranked_records.record_line = 1
)
{%- endmacro %}
