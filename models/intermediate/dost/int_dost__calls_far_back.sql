-- one row per enrolment, or per call of it for a lesson far before the one called last
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__spell_loads')) }}"
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__spell_loads')) }}
),

-- a number is sorted in less time than a key
numbered as (
    select
        user_program_key,
        row_number() over (order by user_program_key) as enrollment_number
    from loads
),

enrollments as (
    select
        experiences.experience_key,
        numbered.*
    from numbered
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on numbered.user_program_key = experiences.user_program_key
),

-- first by week: few weeks are worth a look at each call
weeks as (
    select
        enrollments.enrollment_number,
        experience_weeks.week_start_date,
        min(experience_weeks.first_index) as first_index,
        max(experience_weeks.last_index) as last_index
    from {{ ref('int_dost__experience_weeks') }} as experience_weeks
    inner join enrollments
        on experience_weeks.experience_key = enrollments.experience_key
    where
        experience_weeks.first_index is not null
        and experience_weeks.week_start_date is not null
    group by enrollments.enrollment_number, experience_weeks.week_start_date
),

followed as (
    select
        *,
        lag(last_index) over (
            partition by enrollment_number
            order by week_start_date
        ) as index_before,
        lag(week_start_date) over (
            partition by enrollment_number
            order by week_start_date
        ) as week_before
    from weeks
),

-- a step back is one within a week, or from the week before
candidates as (
    select
        enrollment_number,
        week_start_date,
        coalesce(week_before, week_start_date) as first_week
    from followed
    where
        greatest(last_index, coalesce(index_before, last_index)) - first_index
        > {{ dq_parameter('ENG-010', 'lessons') }}
),

candidate_experiences as (
    select
        enrollments.experience_key,
        enrollments.user_program_key,
        candidates.*
    from enrollments
    inner join candidates
        on enrollments.enrollment_number = candidates.enrollment_number
),

ordered as (
    select
        candidate_experiences.user_program_key,
        calls.organization_id,
        calls.data_source,
        calls.call_id,
        calls.sequence_index,
        calls.call_date >= candidate_experiences.week_start_date as is_of_week,
        lag(calls.sequence_index) over (
            partition by
                candidate_experiences.enrollment_number,
                candidate_experiences.week_start_date
            order by
                calls.call_date,
                coalesce(calls.attempted_at, calls.planned_at, calls.started_at),
                calls.sequence_index,
                calls.call_id
        ) as index_before
    from {{ ref('engagement__fct_calls') }} as calls
    inner join candidate_experiences
        on calls.experience_key = candidate_experiences.experience_key
        and calls.call_date >= candidate_experiences.first_week
        and calls.call_date
        < {{ dbt.dateadd('day', 7, 'candidate_experiences.week_start_date') }}
    where calls.sequence_index is not null and not calls.is_excluded
),

far_back as (
    select *
    from ordered
    where
        is_of_week
        and index_before - sequence_index > {{ dq_parameter('ENG-010', 'lessons') }}
)

-- every enrolment has a row, by which it is known to be looked at
select
    loads.user_program_key,
    loads.load_key,
    far_back.organization_id,
    far_back.data_source,
    far_back.call_id,
    far_back.sequence_index,
    far_back.index_before
from loads
left join far_back
    on loads.user_program_key = far_back.user_program_key
