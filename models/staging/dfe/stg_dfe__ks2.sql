-- one row per record of ks2.xlsx with a usable key:
-- key stage 2 results of a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_number('read_progress') }} as read_progress,
    {{ code_in_place_of('read_progress') }} as read_progress_code,
    {{ parse_number('writ_progress') }} as writ_progress,
    {{ code_in_place_of('writ_progress') }} as writ_progress_code,
    {{ parse_number('mat_progress') }} as mat_progress,
    {{ code_in_place_of('mat_progress') }} as mat_progress_code,
    {{ clean_text('ptrwm_exp') }} as ptrwm_exp
from {{ ref('raw_dfe__ks2') }}
where row_status = 'staged'
