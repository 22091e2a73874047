-- one row per enrolment whose first days are over: prompts answered, calls rung back
with

finished as (
    select
        user_program_key,
        day15_cutoff
    from {{ ref('int_dost__spells') }}
    where day15_eligible
),

prompts as (
    select
        responses.user_program_key,
        count(*) as prompts_heard,
        sum(case when responses.is_answered then 1 else 0 end) as prompts_answered
    from {{ ref('engagement__fct_prompt_responses') }} as responses
    inner join finished
        on responses.user_program_key = finished.user_program_key
        and responses.responded_on < finished.day15_cutoff
    -- the prompts of a call that does not count do not count either
    where not responses.is_excluded
    group by responses.user_program_key
),

rings as (
    select
        finished.user_program_key,
        calls.attempted_at
    from {{ ref('engagement__fct_calls') }} as calls
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on calls.experience_key = experiences.experience_key
    inner join finished
        on experiences.user_program_key = finished.user_program_key
        and calls.call_date < finished.day15_cutoff
    where not calls.is_excluded and calls.call_type = 'missed_call'
),

-- users ring the platform without waiting for an answer, after a call that they missed
rung_back as (
    select rings.user_program_key
    from rings
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on rings.user_program_key = experiences.user_program_key
    inner join {{ ref('engagement__fct_calls') }} as calls
        on experiences.experience_key = calls.experience_key
        and rings.attempted_at >= calls.attempted_at
        and {{ dbt.datediff('calls.attempted_at', 'rings.attempted_at', 'second') }}
        <= {{ engagement_parameter('call_back_secs') }}
    where calls.is_delivered and not calls.is_answered and not calls.is_excluded
    group by rings.user_program_key
)

select
    finished.user_program_key,
    coalesce(prompts.prompts_heard, 0) as prompts_heard,
    coalesce(prompts.prompts_answered, 0) as prompts_answered,
    rung_back.user_program_key is not null as is_rung_back
from finished
left join prompts
    on finished.user_program_key = prompts.user_program_key
left join rung_back
    on finished.user_program_key = rung_back.user_program_key
