-- one row per user who left a programme because of a wish, or of silence
with
{{ platform_records('opt_outs', [
    'user_id', 'program_id', 'experience_id', 'reason', 'opted_out_at',
]) }},

data_sources as (
    select data_source, minutes_behind_report
    from {{ ref('data_sources') }}
),

keyed as (
    select
        records.organization_id,
        records.data_source,
        records.id as opt_out_id,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.user_id']
        ) }} as user_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.program_id']
        ) }} as program_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.experience_id']
        ) }} as experience_key,
        records.reason,
        cast({{ report_time('records.opted_out_at') }} as date) as opted_out_on
    from records
    left join data_sources
        on records.data_source = data_sources.data_source
)

select
    keyed.organization_id,
    keyed.data_source,
    keyed.opt_out_id,
    keyed.user_key,
    keyed.program_key,
    spells.user_program_key,
    keyed.reason,
    cast(
        floor(
            {{ dbt.datediff('spells.program_start_date', 'keyed.opted_out_on', 'day') }}
            / 7
        )
        + 1 as integer
    ) as week_in_program,
    keyed.opted_out_on
from keyed
left join {{ ref('int_dost__experiences_spelled') }} as experiences
    on keyed.experience_key = experiences.experience_key
left join {{ ref('int_dost__spells') }} as spells
    on experiences.user_program_key = spells.user_program_key
