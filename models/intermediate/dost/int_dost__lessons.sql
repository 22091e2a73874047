-- one row per enrolment and lesson that was delivered in it
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__spell_loads')) }}"
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__spell_loads')) }}
),

experiences as (
    select
        experiences.experience_key,
        experiences.user_program_key
    from loads
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on loads.user_program_key = experiences.user_program_key
),

lessons as (
    select
        experiences.user_program_key,
        calls.sequence_index,
        max(case when calls.is_answered then 1 else 0 end) = 1 as is_answered,
        max(case when calls.is_answered then calls.listened_secs end) as listened_secs,
        max(calls.duration_secs) as duration_secs
    from {{ ref('engagement__fct_calls') }} as calls
    inner join experiences
        on calls.experience_key = experiences.experience_key
    where
        calls.is_delivered
        and not calls.is_excluded
        and calls.sequence_index is not null
    group by experiences.user_program_key, calls.sequence_index
)

select
    lessons.user_program_key,
    loads.load_key,
    lessons.sequence_index,
    lessons.is_answered,
    lessons.listened_secs,
    lessons.duration_secs
from lessons
inner join loads
    on lessons.user_program_key = loads.user_program_key
