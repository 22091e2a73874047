-- one row per prompt that a user heard
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__response_loads')) }}"
) }}
with

loads as (
    select
        file_key,
        load_key
    from {{ ref('int_dost__response_loads') }}
    where {{ is_not_built_yet('load_key') }}
),

records as (
    select
        responses.*,
        loads.load_key
    from {{ ref('stg_dost__prompt_responses') }} as responses
    inner join loads
        on responses.file_key = loads.file_key
    left join {{ ref('int_dost__responses_repeated') }} as repeated
        on responses.file_key = repeated.file_key
        and responses.line_number = repeated.line_number
    where repeated.file_key is null and not responses.is_deleted
),

data_sources as (
    select data_source, minutes_behind_report
    from {{ ref('data_sources') }}
),

{{ platform_records('prompts', [
    'question', 'module', 'phase', 'options', 'desired_response',
], 'prompts') }},

keyed as (
    select
        records.load_key,
        records.id as response_id,
        records.campaign_id as call_id,
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
),

-- the calls are many, and most have no prompt: they are joined before anything else is
called as (
    select
        keyed.*,
        calls.experience_key,
        calls.is_excluded
    from keyed
    left join {{ ref('engagement__fct_calls') }} as calls
        on keyed.organization_id = calls.organization_id
        and keyed.data_source = calls.data_source
        and keyed.call_id = calls.call_id
)

select
    called.load_key,
    called.response_id,
    called.call_id,
    called.user_key,
    called.program_key,
    experiences.user_program_key,
    called.prompt_key,
    called.organization_id,
    called.data_source,
    called.question,
    called.module,
    called.phase,
    called.response,
    called.is_answered,
    called.is_valid,
    called.is_valid and called.response = called.desired_response as is_desired,
    called.is_excluded,
    called.responded_at,
    called.responded_on
from called
left join {{ ref('int_dost__experiences_spelled') }} as experiences
    on called.experience_key = experiences.experience_key
