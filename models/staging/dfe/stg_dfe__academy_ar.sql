-- one row per record of academy_ar.xlsx with a usable key:
-- the aggregated accounts return report, sheet Academies: an academy's own income and
-- costs
with

{{ records_of(ref('raw_dfe__academy_ar')) }}

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
    {{ parse_whole_number('period_months') }} as period_months,
    {{ clean_text('is_pfi_text') }} as is_pfi_text,
    {{ parse_account_lines(is_aggregated=true) }},
    {{ parse_money('printed_total_income') }} as printed_total_income,
    {{ parse_money('printed_total_expenditure') }} as printed_total_expenditure,
    {{ parse_money('printed_in_year_balance') }} as printed_in_year_balance,
    {{ parse_money('printed_grant_funding') }} as printed_grant_funding,
    {{ parse_money('printed_self_generated') }} as printed_self_generated,
    absent_columns as missing_lines
from records
