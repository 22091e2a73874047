{% test no_overlapping_spans(model, partition_by, start_column, end_column) %}

{% set partition_by = [partition_by] if partition_by is string else partition_by %}

with

-- an empty or inverted span covers no moment, so it cannot overlap
spans as (
    select
        {{ partition_by | join(',\n        ') }},
        {{ start_column }},
        {{ end_column }}
    from {{ model }}
    where
        {{ start_column }} < {{ end_column }}
        or ({{ start_column }} is not null and {{ end_column }} is null)
),

-- every earlier span counts, not only the one before: a long span may contain several
compared as (
    select
        {{ partition_by | join(',\n        ') }},
        {{ start_column }},
        {{ end_column }},
        max({{ end_column }}) over earlier_spans as latest_earlier_end,
        sum(case when {{ end_column }} is null then 1 else 0 end) over earlier_spans
            as open_earlier_spans
    from spans
    window earlier_spans as (
        partition by {{ partition_by | join(', ') }}
        order by {{ start_column }}, {{ end_column }}
        rows between unbounded preceding and 1 preceding
    )
)

select * from compared
where open_earlier_spans > 0 or {{ start_column }} < latest_earlier_end

{% endtest %}
