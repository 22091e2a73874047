-- one row per dimension and value of it: answered calls among those delivered
with

cells as (
    select
        position as dimension,
        category as value,
        suppression_state,
        denominator
    from {{ ref('py_engagement_cells') }}
    where table_name = 'pickup_profile' and category <> 'all'
)

select
    cells.dimension,
    cells.suppression_state,
    cast(cells.value as integer) as value,
    {% for number in ['delivered_calls', 'answered_calls'] -%}
    case when cells.denominator is not null then calls.{{ number }} end as {{ number }},
    {% endfor -%}
    cells.denominator as n_users,
    case
        when cells.denominator is not null
            then {{ significant_digits(
                'cast(calls.answered_calls as double) / nullif(calls.delivered_calls, 0)'
            ) }}
    end as pickup_rate
from cells
inner join {{ ref('int_dost__calls_counted') }} as calls
    on cells.dimension = calls.dimension
    and cells.value = calls.value
