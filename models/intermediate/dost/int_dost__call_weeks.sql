-- one row per platform and week, Monday to Sunday, in which it called
select
    organization_id,
    data_source,
    week_start_date,
    outbound_calls as calls
from {{ ref('int_dost__calls_counted') }}
where dimension = 'week' and outbound_calls > 0
