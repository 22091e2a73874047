-- one row per call: did it ring, was it answered, how long did somebody listen
{{ config(materialized='view') }}
with

data_sources as (
    select data_source, minutes_behind_report, delivered_by
    from {{ ref('data_sources') }}
),

calls as (
    select
        calls.file_key,
        calls.line_number,
        calls.organization_id,
        calls.data_source,
        calls.id as call_id,
        calls.experience_id,
        calls.user_id,
        calls.program_id,
        calls.programseq_id,
        calls.content_id,
        calls.call_type,
        calls.status,
        case data_sources.delivered_by
            when 'telco_code' then calls.telco_code
            when 'status' then calls.status
        end as outcome_code,
        calls.attempt,
        calls.listen_secs,
        {{ report_time('calls.deploy_time') }} as planned_at,
        {{ report_time('calls.attempted_timestamp') }} as attempted_at,
        {{ report_time('calls.call_start_time') }} as started_at,
        {{ report_time('calls.call_end_time') }} as ended_at
    from {{ ref('stg_dost__campaigns') }} as calls
    left join data_sources
        on calls.data_source = data_sources.data_source
),

-- a call of the user's own is no call that could have been answered
judged as (
    select
        calls.*,
        case
            when calls.call_type = 'missed_call' or calls.outcome_code is null then null
            else coalesce(outcomes.is_delivered, false)
        end as is_delivered,
        case
            when calls.call_type = 'missed_call' or calls.outcome_code is null then null
            else coalesce(outcomes.is_answered, false)
        end as is_answered
    from calls
    left join {{ ref('call_outcomes') }} as outcomes
        on calls.data_source = outcomes.data_source
        and calls.outcome_code = outcomes.code
),

placed as (
    select
        judged.*,
        loads.load_key,
        experiences.experience_key,
        experiences.start_date,
        coalesce(
            experiences.user_key,
            {{ surrogate_key(
                ['judged.organization_id', 'judged.data_source', 'judged.user_id']
            ) }}
        ) as user_key,
        coalesce(
            experiences.program_key,
            {{ surrogate_key(
                ['judged.organization_id', 'judged.data_source', 'judged.program_id']
            ) }}
        ) as program_key,
        lessons.lesson_key,
        lessons.sequence_index,
        lessons.week,
        contents.content_key,
        contents.duration_secs,
        repeats.repetition,
        repeats.first_call_id,
        coalesce(judged.attempted_at, judged.planned_at, judged.started_at) as called_at
    from judged
    inner join {{ ref('int_dost__call_loads') }} as loads
        on judged.file_key = loads.file_key
    left join {{ ref('int_dost__experiences_partnered') }} as experiences
        on judged.organization_id = experiences.organization_id
        and judged.data_source = experiences.data_source
        and judged.experience_id = experiences.experience_id
    -- a lesson of another programme is not the lesson that was due
    left join {{ ref('engagement__dim_lessons') }} as lessons
        on judged.organization_id = lessons.organization_id
        and judged.data_source = lessons.data_source
        and judged.programseq_id = lessons.lesson_id
        and experiences.program_key = lessons.program_key
    left join {{ ref('int_dost__contents') }} as contents
        on judged.organization_id = contents.organization_id
        and judged.data_source = contents.data_source
        and judged.content_id = contents.content_id
    left join {{ ref('int_dost__calls_repeated') }} as repeats
        on judged.file_key = repeats.file_key
        and judged.line_number = repeats.line_number
    where
        repeats.repetition is null
        or repeats.repetition = 'repeated_attempt'
),

final as (
    select
        load_key,
        line_number,
        organization_id,
        data_source,
        call_id,
        experience_key,
        user_key,
        program_key,
        lesson_key,
        content_key,
        call_type,
        status,
        first_call_id,
        case
            when repetition is not null then 'ENG-001'
            when cast(called_at as date) < start_date then 'ENG-004'
        end as excluded_by,
        attempt,
        sequence_index,
        week,
        listen_secs,
        -- greatest and least pass over nulls
        case
            when is_answered and listen_secs is not null and duration_secs is not null
                then greatest(0, least(listen_secs, duration_secs))
        end as listened_secs,
        duration_secs,
        cast(extract(hour from called_at) as integer) as call_hour,
        {{ iso_weekday('called_at') }} as call_weekday,
        is_delivered,
        is_answered,
        coalesce(cast(called_at as date) < start_date, false)
            as is_before_program_start,
        repetition is not null or coalesce(cast(called_at as date) < start_date, false)
            as is_excluded,
        planned_at,
        attempted_at,
        started_at,
        ended_at,
        cast(called_at as date) as call_date
    from placed
)

select * from final
