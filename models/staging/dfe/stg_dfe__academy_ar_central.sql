-- one row per record of academy_ar.xlsx with a usable key:
-- the aggregated accounts return report, sheet CentralServices: a trust's central
-- services
with

{{ records_of(ref('raw_dfe__academy_ar_central')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text('trust_name') }} as trust_name,
    {{ parse_account_lines(is_aggregated=true) }},
    {{ parse_money('printed_total_income') }} as printed_total_income,
    {{ parse_money('printed_total_expenditure') }} as printed_total_expenditure,
    {{ parse_money('printed_in_year_balance') }} as printed_in_year_balance,
    {{ parse_money('printed_grant_funding') }} as printed_grant_funding,
    {{ parse_money('printed_self_generated') }} as printed_self_generated,
    absent_columns as missing_lines
from records
