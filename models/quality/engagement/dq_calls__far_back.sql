-- one row per call of a lesson far before the lesson that the enrolment had last
with

-- a number is sorted in less time than a key
enrollments as (
    select
        experience_key,
        dense_rank() over (order by user_program_key) as enrollment_number
    from {{ ref('int_dost__experiences_spelled') }}
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
        candidates.*
    from enrollments
    inner join candidates
        on enrollments.enrollment_number = candidates.enrollment_number
),

ordered as (
    select
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

violations as (
    select
        'ENG-010' as rule_id,
        'dost' as source,
        organization_id as district_id,
        'call' as entity_type,
        {{ surrogate_key(['organization_id', 'data_source', 'call_id']) }}
            as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        'lesson ' || cast(sequence_index as {{ dbt.type_string() }}) || ' after '
        || cast(index_before as {{ dbt.type_string() }}) as observed,
        'the lesson of before, or one behind it' as expected,
        'the lesson stands far before the one called before it in the same enrolment;'
        || ' it is counted once' as message,
        {{ json_object({
            'data_source': 'data_source',
            'call_id': 'call_id',
        }) }} as evidence
    from ordered
    where
        is_of_week
        and index_before - sequence_index > {{ dq_parameter('ENG-010', 'lessons') }}
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
