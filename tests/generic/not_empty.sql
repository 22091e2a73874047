{% test not_empty(model) %}

with

counted as (
    select count(*) as row_count
    from {{ model }}
)

select
    row_count,
    {{ dbt.string_literal(dbt.escape_single_quotes(model | string)) }} as empty_relation
from counted
where row_count = 0

{% endtest %}
