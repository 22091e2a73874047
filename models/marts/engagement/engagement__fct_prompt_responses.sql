-- one row per prompt that a user heard
with
{{ platform_records('prompt_responses', [
    'campaign_id', 'user_id', 'program_id', 'prompt_id', 'response', 'responded_at',
]) }},

data_sources as (
    select data_source, minutes_behind_report
    from {{ ref('data_sources') }}
),

prompts as (
    select
        organization_id,
        data_source,
        id,
        min(question) as question,
        min(module) as module,
        min(phase) as phase,
        min(options) as options,
        min(desired_response) as desired_response
    from {{ ref('stg_dost__prompts') }}
    where is_in_force
    group by organization_id, data_source, id
),

calls as (
    select
        calls.call_key,
        experiences.user_program_key
    from {{ ref('engagement__fct_calls') }} as calls
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on calls.experience_key = experiences.experience_key
),

keyed as (
    select
        records.record_key as response_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.campaign_id']
        ) }} as call_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.user_id']
        ) }} as user_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.program_id']
        ) }} as program_key,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.prompt_id']
        ) }} as prompt_key,
        records.organization_id,
        records.data_source,
        prompts.question,
        prompts.module,
        prompts.phase,
        records.response,
        prompts.desired_response,
        records.response is not null as is_answered,
        -- keys are digits, and those from 1 to the number of options are answers
        coalesce(
            {{ dbt.safe_cast('records.response', 'integer') }}
            between 1 and prompts.options,
            false
        ) as is_valid,
        cast({{ report_time('records.responded_at') }} as date) as responded_on,
        {{ report_time('records.responded_at') }} as responded_at
    from records
    left join data_sources
        on records.data_source = data_sources.data_source
    left join prompts
        on records.organization_id = prompts.organization_id
        and records.data_source = prompts.data_source
        and records.prompt_id = prompts.id
)

select
    keyed.response_key,
    keyed.call_key,
    keyed.user_key,
    keyed.program_key,
    calls.user_program_key,
    keyed.prompt_key,
    keyed.organization_id,
    keyed.data_source,
    keyed.question,
    keyed.module,
    keyed.phase,
    keyed.response,
    keyed.is_answered,
    keyed.is_valid,
    keyed.is_valid and keyed.response = keyed.desired_response as is_desired,
    keyed.responded_at,
    keyed.responded_on
from keyed
left join calls
    on keyed.call_key = calls.call_key
