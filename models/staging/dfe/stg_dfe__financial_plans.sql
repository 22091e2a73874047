-- one row per record of financial_plans.csv with a usable key:
-- a user's curriculum and financial plan for a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('year') }} as year,
    {{ clean_text('input') }} as input,
    {{ clean_text('deployment_plan') }} as deployment_plan,
    {{ parse_timestamp('created') }} as created,
    {{ clean_text('created_by') }} as created_by,
    {{ parse_timestamp('updated_at') }} as updated_at,
    {{ clean_text('updated_by') }} as updated_by,
    {{ parse_boolean('is_complete') }} as is_complete,
    {{ clean_text('version') }} as version
from {{ ref('raw_dfe__financial_plans') }}
where row_status = 'staged'
