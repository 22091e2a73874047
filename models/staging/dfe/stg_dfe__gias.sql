-- one row per record of gias.csv with a usable key:
-- the register of establishments (GIAS)
with

{{ records_of(ref('raw_dfe__gias')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_whole_number('ukprn') }} as ukprn,
    {{ parse_whole_number('la_code') }} as la_code,
    {{ clean_text('la_name') }} as la_name,
    {{ parse_whole_number('establishment_number') }} as establishment_number,
    {{ clean_text('establishment_name') }} as establishment_name,
    {{ parse_whole_number('type_code') }} as type_code,
    {{ clean_text('type_name') }} as type_name,
    {{ parse_whole_number('phase_code') }} as phase_code,
    {{ clean_text('phase_name') }} as phase_name,
    {{ parse_day_first_date('open_date') }} as open_date,
    {{ parse_day_first_date('close_date') }} as close_date,
    {{ clean_text('status_name') }} as status_name,
    {{ clean_text('boarders_name') }} as boarders_name,
    {{ clean_text('nursery_provision_name') }} as nursery_provision_name,
    {{ clean_text('official_sixth_form_name') }} as official_sixth_form_name,
    {{ clean_text('special_classes_name') }} as special_classes_name,
    {{ clean_text('admissions_policy_name') }} as admissions_policy_name,
    {{ parse_day_first_date('ofsted_last_inspection_date') }}
        as ofsted_last_inspection_date,
    case
        when {{ is_absent('ofsted_rating') }} then ''
        else {{ clean_text('ofsted_rating') }}
    end as ofsted_rating,
    {{ clean_text('region') }} as region,
    {{ clean_text('postcode') }} as postcode,
    {{ clean_text('street') }} as street,
    {{ clean_text('locality') }} as locality,
    {{ clean_text('address3') }} as address3,
    {{ clean_text('town') }} as town,
    {{ clean_text('county') }} as county,
    {{ clean_text('website') }} as website,
    {{ clean_text('telephone') }} as telephone,
    {{ clean_text('head_first_name') }} as head_first_name,
    {{ clean_text('head_last_name') }} as head_last_name,
    {{ clean_text('urban_rural_name') }} as urban_rural_name,
    {{ parse_whole_number('statutory_low_age') }} as statutory_low_age,
    {{ parse_whole_number('statutory_high_age') }} as statutory_high_age,
    {{ clean_text('federation_code') }} as federation_code,
    {{ clean_text('federation_name') }} as federation_name,
    {{ laestab_of('la_code', 'establishment_number') }} as laestab
from records
