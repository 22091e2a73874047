-- one row per mart of phone programmes: how many rows this build gave it
{% set marts = [
    'dim_lessons',
    'dim_partner_orgs',
    'dim_programs',
    'dim_users',
    'fct_calls',
    'fct_opt_outs',
    'fct_prompt_responses',
    'fct_user_program_months',
    'fct_user_programs',
] %}
with

{{ rows_of_marts('engagement', marts) }}

select
    counted.table_name,
    current_run.run_id,
    cast(counted.row_count as bigint) as row_count,
    current_run.is_synthetic,
    current_run.as_of_date
from counted
cross join {{ ref('quality__current_run') }} as current_run
