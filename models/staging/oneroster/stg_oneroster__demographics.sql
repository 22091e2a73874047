-- one row per record of a OneRoster demographics.csv with a usable key
select
    file_key,
    line_number,
    district_id,
    {{ clean_text('sourced_id') }} as sourced_id,
    lower({{ clean_text('status') }}) as status,
    {{ parse_timestamp('date_last_modified') }} as date_last_modified,
    {{ parse_date('birth_date') }} as birth_date,
    {{ clean_text('sex') }} as sex,
    {{ parse_boolean('american_indian_or_alaska_native') }}
        as american_indian_or_alaska_native,
    {{ parse_boolean('asian') }} as asian,
    {{ parse_boolean('black_or_african_american') }} as black_or_african_american,
    {{ parse_boolean('native_hawaiian_or_other_pacific_islander') }}
        as native_hawaiian_or_other_pacific_islander,
    {{ parse_boolean('white') }} as white,
    {{ parse_boolean('demographic_race_two_or_more_races') }}
        as demographic_race_two_or_more_races,
    {{ parse_boolean('hispanic_or_latino_ethnicity') }} as hispanic_or_latino_ethnicity,
    {{ clean_text('country_of_birth_code') }} as country_of_birth_code,
    {{ clean_text('state_of_birth_abbreviation') }} as state_of_birth_abbreviation,
    {{ clean_text('city_of_birth') }} as city_of_birth,
    {{ clean_text('public_school_residence_status') }}
        as public_school_residence_status,
    extra_columns
from {{ ref('raw_oneroster__demographics') }}
where row_status = 'staged'
