-- one row per record of academy_master_list.csv with a usable key:
-- the academies and their trusts
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('academy_upin') }} as academy_upin,
    {{ parse_whole_number('trust_upin') }} as trust_upin,
    {{ company_number_of('company_number') }} as company_number,
    {{ parse_day_first_date('incorporation_date') }} as incorporation_date,
    {{ parse_whole_number('ukprn') }} as ukprn,
    {{ clean_text('trust_name') }} as trust_name,
    {{ clean_text('academy_name') }} as academy_name,
    {{ clean_text('trust_type') }} as trust_type,
    {{ clean_text('la_establishment_number') }} as la_establishment_number,
    {{ plain_laestab('la_establishment_number') }} as laestab,
    {{ parse_day_first_date('date_opened') }} as date_opened,
    {{ clean_text('phase_text') }} as phase_text,
    {{ parse_day_first_date('valid_from') }} as valid_from,
    {{ parse_day_first_date('valid_to') }} as valid_to,
    {{ parse_day_first_date('joined_date') }} as joined_date,
    {{ parse_day_first_date('left_date') }} as left_date,
    {{ clean_text('academy_status') }} as academy_status,
    {{ clean_text('trust_status') }} as trust_status,
    {{ parse_number('pupils_in_list') }} as pupils_in_list
from {{ ref('raw_dfe__academy_master_list') }}
where row_status = 'staged'
