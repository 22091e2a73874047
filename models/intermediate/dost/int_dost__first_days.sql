-- one row per enrolment whose first days are over: what was delivered and heard
with

parameters as (
    select
        max(case when parameter = 'activation_days' then cast(value as integer) end)
            as activation_days,
        max(case when parameter = 'call_back_secs' then value end) as call_back_secs
    from {{ ref('engagement_parameters') }}
),

policies as (
    select min_share
    from {{ ref('completion_policies') }}
    where completion_basis = 'majority'
),

spells as (
    select
        spells.user_program_key,
        cast({{ dbt.dateadd(
            'day', 'parameters.activation_days', 'spells.program_start_date'
        ) }} as date) as cutoff_date
    from {{ ref('int_dost__spells_labelled') }} as spells
    cross join parameters
),

finished as (
    select
        spells.user_program_key,
        spells.cutoff_date
    from spells
    cross join {{ ref('int_district__as_of_date') }} as as_of
    where as_of.as_of_date >= spells.cutoff_date
),

experiences as (
    select
        experiences.experience_key,
        finished.user_program_key,
        finished.cutoff_date
    from {{ ref('int_dost__experiences_spelled') }} as experiences
    inner join finished
        on experiences.user_program_key = finished.user_program_key
),

calls as (
    select
        experiences.user_program_key,
        calls.call_type,
        calls.sequence_index,
        calls.listened_secs,
        calls.duration_secs,
        calls.is_delivered,
        calls.is_answered,
        calls.attempted_at
    from {{ ref('engagement__fct_calls') }} as calls
    inner join experiences
        on calls.experience_key = experiences.experience_key
        and calls.call_date < experiences.cutoff_date
    where
        not calls.is_excluded
        and (calls.is_delivered or calls.call_type = 'missed_call')
),

lessons as (
    select
        calls.user_program_key,
        calls.sequence_index,
        count(*) as delivered_calls,
        sum(case when calls.is_answered then 1 else 0 end) as answered_calls,
        max(case
            when
                calls.is_answered
                and calls.listened_secs >= policies.min_share * calls.duration_secs
                then 1
            else 0
        end) as is_heard
    from calls
    cross join policies
    where calls.is_delivered
    group by calls.user_program_key, calls.sequence_index
),

heard as (
    select
        user_program_key,
        sum(delivered_calls) as delivered_calls,
        sum(answered_calls) as answered_calls,
        count(sequence_index) as delivered_lessons,
        sum(case when sequence_index is not null then is_heard else 0 end)
            as heard_lessons
    from lessons
    group by user_program_key
),

prompts as (
    select
        responses.user_program_key,
        count(*) as prompts_heard,
        sum(case when responses.is_answered then 1 else 0 end) as prompts_answered
    from {{ ref('engagement__fct_prompt_responses') }} as responses
    inner join finished
        on responses.user_program_key = finished.user_program_key
        and responses.responded_on < finished.cutoff_date
    -- the prompts of a call that does not count do not count either
    where not responses.is_excluded
    group by responses.user_program_key
),

-- users ring the platform without waiting for an answer, after a call that they missed
rung_back as (
    select rings.user_program_key
    from calls as rings
    cross join parameters
    inner join calls
        on rings.user_program_key = calls.user_program_key
        and calls.is_delivered
        and not calls.is_answered
        and rings.attempted_at >= calls.attempted_at
        and {{ dbt.datediff('calls.attempted_at', 'rings.attempted_at', 'second') }}
        <= parameters.call_back_secs
    where rings.call_type = 'missed_call'
    group by rings.user_program_key
)

select
    finished.user_program_key,
    coalesce(heard.delivered_calls, 0) as delivered_calls,
    coalesce(heard.answered_calls, 0) as answered_calls,
    coalesce(heard.delivered_lessons, 0) as delivered_lessons,
    coalesce(heard.heard_lessons, 0) as heard_lessons,
    coalesce(prompts.prompts_heard, 0) as prompts_heard,
    coalesce(prompts.prompts_answered, 0) as prompts_answered,
    rung_back.user_program_key is not null as is_rung_back
from finished
left join heard
    on finished.user_program_key = heard.user_program_key
left join prompts
    on finished.user_program_key = prompts.user_program_key
left join rung_back
    on finished.user_program_key = rung_back.user_program_key
