-- one row per record of census_pupils.csv with a usable key:
-- the pupil census of a school
with

{{ records_of(ref('raw_dfe__census_pupils')) }}

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_number('headcount') }} as headcount,
    {{ parse_number('fte_pupils') }} as fte_pupils,
    {{ parse_number('percent_fsm') }} as percent_fsm,
    {{ parse_number('early_years') }} as early_years,
    {{ parse_number('nursery') }} as nursery,
    {{ parse_number('boys_12') }} as boys_12,
    {{ parse_number('girls_12') }} as girls_12,
    {{ parse_number('boys_13') }} as boys_13,
    {{ parse_number('girls_13') }} as girls_13,
    case
        when {{ is_absent('dual_registrations') }} then 0
        else {{ parse_number('dual_registrations') }}
    end as dual_registrations,
    {{ parse_number('percent_eal') }} as percent_eal,
    {{ parse_number('boarders') }} as boarders
from records
