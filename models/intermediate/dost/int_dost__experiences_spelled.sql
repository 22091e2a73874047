-- one row per experience: the enrolment that it belongs to
with

called as (
    select
        experience_key,
        min(first_delivered_date) as first_delivered_date,
        max(last_delivered_date) as last_delivered_date
    from {{ ref('int_dost__experience_loads') }}
    group by experience_key
),

dated as (
    select
        experiences.*,
        called.first_delivered_date,
        coalesce(
            experiences.start_date,
            called.first_delivered_date,
            experiences.entered_on
        ) as begins_on,
        called.last_delivered_date
    from {{ ref('int_dost__experiences_partnered') }} as experiences
    left join called
        on experiences.experience_key = called.experience_key
),

-- the last day on which the user was reached, or began, before this experience
followed as (
    select
        *,
        max(coalesce(last_delivered_date, begins_on)) over (
            partition by user_key, program_key
            order by begins_on, entered_on, experience_id
            rows between unbounded preceding and 1 preceding
        ) as reached_before
    from dated
),

numbered as (
    select
        *,
        1 + sum(
            case
                when
                    {{ dbt.datediff('reached_before', 'begins_on', 'day') }}
                    > {{ engagement_parameter('spell_gap_days') }}
                    then 1
                else 0
            end
        ) over (
            partition by user_key, program_key
            order by begins_on, entered_on, experience_id
            rows between unbounded preceding and current row
        ) as spell_number
    from followed
)

select
    experience_key,
    {{ surrogate_key(['user_key', 'program_key', 'spell_number']) }}
        as user_program_key,
    user_key,
    program_key,
    number_partner_key,
    user_partner_key,
    partner_org_key,
    partner_source,
    experience_id,
    cast(spell_number as integer) as spell_number,
    row_number() over (
        partition by user_key, program_key, spell_number
        order by begins_on, entered_on, experience_id
    ) as place,
    is_number_unknown,
    start_date,
    entered_on,
    begins_on,
    first_delivered_date
from numbered
