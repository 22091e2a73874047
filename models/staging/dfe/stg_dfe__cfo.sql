-- one row per record of cfo.xlsx with a usable key:
-- the chief financial officer of a trust
select
    file_key,
    line_number,
    district_id as run_id,
    {{ company_number_of('company_number') }} as company_number,
    {{ clean_text("coalesce(forename, '') || ' ' || coalesce(surname, '')") }}
        as cfo_name,
    {{ clean_text('email') }} as cfo_email
from {{ ref('raw_dfe__cfo') }}
where row_status = 'staged'
