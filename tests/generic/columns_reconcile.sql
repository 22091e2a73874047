{% test columns_reconcile(model, total, parts) %}

{% set parts = [parts] if parts is string else parts %}

with

compared as (
    select
        *,
        {{ total }} as reconcile_total,
        ({{ parts | join(') + (') }}) as reconcile_parts
    from {{ model }}
)

select
    *,
    reconcile_total - reconcile_parts as reconcile_difference
from compared
where
    reconcile_total <> reconcile_parts
    or reconcile_total is null
    or reconcile_parts is null

{% endtest %}
