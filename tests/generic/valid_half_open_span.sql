{% test valid_half_open_span(model, start_column, end_column) %}

select *
from {{ model }}
where {{ start_column }} is null or {{ start_column }} >= {{ end_column }}

{% endtest %}
