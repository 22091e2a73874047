-- one row per record of aar.csv with a usable key:
-- the academies accounts return: an academy's own income and costs
with

{{ records_of(ref('raw_dfe__aar')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text('trust_name') }} as trust_name,
    {{ clean_text('trust_status') }} as trust_status,
    {{ parse_day_first_date('joined_date') }} as joined_date,
    {{ parse_day_first_date('left_date') }} as left_date,
    {{ parse_day_first_date('valid_to') }} as valid_to,
    cast(null as bigint) as period_months,
    cast(null as {{ dbt.type_string() }}) as is_pfi_text,
    {{ parse_account_lines() }},
    absent_columns as missing_lines,
    extra_columns
from records
