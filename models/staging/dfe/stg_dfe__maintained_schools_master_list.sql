-- one row per record of maintained_schools_master_list.csv with a usable key:
-- the maintained schools and their consistent financial reporting (CFR) returns
with

headers as (
    select
        file_key,
        {{ absent_columns() }} as absent_columns
    from {{ ref('raw_dfe__maintained_schools_master_list') }}
    where row_status = 'header'
),

records as (
    select
        landed.*,
        headers.absent_columns
    from {{ ref('raw_dfe__maintained_schools_master_list') }} as landed
    inner join headers
        on landed.file_key = headers.file_key
    where landed.row_status = 'staged'
)

select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ clean_text('school_name') }} as school_name,
    {{ plain_laestab('laestab') }} as laestab,
    {{ clean_text('phase') }} as phase,
    {{ clean_text('overall_phase_text') }} as overall_phase_text,
    {{ clean_text('school_type') }} as school_type,
    {{ parse_whole_number('period_months') }} as period_months,
    coalesce(
        lower({{ clean_text('did_not_supply') }}) in ('dns', '1', 'y', 'yes', 'true'),
        false
    ) as did_not_supply,
    nullif({{ plain_laestab('lead_laestab') }}, '0') as lead_laestab,
    {{ clean_text('federation_role') }} as federation_role,
    {{ clean_text('london_weighting') }} as london_weighting,
    {{ parse_boolean('is_pfi') }} as is_pfi,
    {{ parse_money('i01') }} as i01,
    {{ parse_money('i02') }} as i02,
    {{ parse_money('i03') }} as i03,
    {{ parse_money('i04') }} as i04,
    {{ parse_money('i05') }} as i05,
    {{ parse_money('i06') }} as i06,
    {{ parse_money('i07') }} as i07,
    coalesce({{ parse_money('i08') }}, {{ sum_of_parts(['i08a', 'i08b']) }}) as i08,
    {{ parse_money('i09') }} as i09,
    {{ parse_money('i10') }} as i10,
    {{ parse_money('i11') }} as i11,
    {{ parse_money('i12') }} as i12,
    {{ parse_money('i13') }} as i13,
    {{ parse_money('i15') }} as i15,
    {{ parse_money('i16') }} as i16,
    {{ parse_money('i17') }} as i17,
    coalesce({{ parse_money('i18') }}, {{ sum_of_parts(['i18c', 'i18d']) }}) as i18,
    {{ parse_money('e01') }} as e01,
    {{ parse_money('e02') }} as e02,
    {{ parse_money('e03') }} as e03,
    {{ parse_money('e04') }} as e04,
    {{ parse_money('e05') }} as e05,
    {{ parse_money('e06') }} as e06,
    {{ parse_money('e07') }} as e07,
    {{ parse_money('e08') }} as e08,
    {{ parse_money('e09') }} as e09,
    {{ parse_money('e10') }} as e10,
    {{ parse_money('e11') }} as e11,
    {{ parse_money('e12') }} as e12,
    {{ parse_money('e13') }} as e13,
    {{ parse_money('e14') }} as e14,
    {{ parse_money('e15') }} as e15,
    {{ parse_money('e16') }} as e16,
    {{ parse_money('e17') }} as e17,
    {{ parse_money('e18') }} as e18,
    {{ parse_money('e19') }} as e19,
    {{ parse_money('e20') }} as e20,
    {{ parse_money('e20a') }} as e20a,
    {{ parse_money('e20b') }} as e20b,
    {{ parse_money('e20c') }} as e20c,
    {{ parse_money('e20d') }} as e20d,
    {{ parse_money('e20e') }} as e20e,
    {{ parse_money('e20f') }} as e20f,
    {{ parse_money('e20g') }} as e20g,
    {{ parse_money('e21') }} as e21,
    {{ parse_money('e22') }} as e22,
    {{ parse_money('e23') }} as e23,
    {{ parse_money('e24') }} as e24,
    {{ parse_money('e25') }} as e25,
    {{ parse_money('e26') }} as e26,
    {{ parse_money('e27') }} as e27,
    {{ parse_money('e28a') }} as e28a,
    {{ parse_money('e28b') }} as e28b,
    {{ parse_money('e29') }} as e29,
    {{ parse_money('e30') }} as e30,
    {{ parse_money('e31') }} as e31,
    {{ parse_money('e32') }} as e32,
    {{ parse_money('direct_grant') }} as direct_grant,
    {{ parse_money('targeted_grants') }} as targeted_grants,
    {{ parse_money('community_grants') }} as community_grants,
    {{ parse_money('self_generated_funding') }} as self_generated_funding,
    {{ parse_money('total_income') }} as total_income,
    {{ parse_money('total_expenditure') }} as total_expenditure,
    {{ parse_money('revenue_reserve') }} as revenue_reserve,
    {{ parse_money('ci04') }} as ci04,
    absent_columns as missing_lines,
    extra_columns
from records
