-- one row per record of aar_cs.csv with a usable key:
-- the academies accounts return: a trust's central services
with

{{ records_of(ref('raw_dfe__aar_cs')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('lead_upin') }} as lead_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text('trust_name') }} as trust_name,
    {{ parse_account_lines() }},
    absent_columns as missing_lines,
    extra_columns
from records
