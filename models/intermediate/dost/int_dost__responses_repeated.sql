-- one row per record of a response behind another one of its identifier
with

repeated as (
    select
        organization_id,
        data_source,
        id
    from {{ ref('stg_dost__prompt_responses') }}
    group by organization_id, data_source, id
    having count(*) > 1
),

records as (
    select responses.*
    from {{ ref('stg_dost__prompt_responses') }} as responses
    inner join repeated
        on responses.organization_id = repeated.organization_id
        and responses.data_source = repeated.data_source
        and responses.id = repeated.id
),

ranked as (
    select
        file_key,
        line_number,
        {{ record_line() }} as record_line
    from records
)

select
    file_key,
    line_number
from ranked
where record_line > 1
