-- one row per user, programme and enrolment: its dates
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

-- of the partners of an enrolment the first experience's counts
first_experiences as (
    select
        user_program_key,
        user_key,
        program_key,
        spell_number,
        partner_org_key,
        partner_source,
        start_date,
        entered_on
    from {{ ref('int_dost__experiences_spelled') }}
    where place = 1
),

partners as (
    select
        user_program_key,
        count(distinct number_partner_key) > 1
        or coalesce(max(
            case when number_partner_key <> user_partner_key then 1 else 0 end
        ), 0) = 1 as has_partner_conflict
    from {{ ref('int_dost__experiences_spelled') }}
    group by user_program_key
),

called as (
    select
        experiences.user_program_key,
        min(loads.first_delivered_date) as first_delivered_date,
        max(loads.last_delivered_date) as last_delivered_date,
        max(loads.last_answered_date) as last_answered_date,
        max(loads.last_call_date) as last_call_date,
        sum(loads.delivered_calls) as delivered_calls,
        sum(loads.answered_calls) as answered_calls,
        max(loads.program_end_date) as program_end_date
    from {{ ref('int_dost__experience_loads') }} as loads
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on loads.experience_key = experiences.experience_key
    group by experiences.user_program_key
),

dated as (
    select
        first_experiences.user_program_key,
        first_experiences.user_key,
        first_experiences.program_key,
        first_experiences.spell_number,
        first_experiences.partner_org_key,
        first_experiences.partner_source,
        partners.has_partner_conflict,
        first_experiences.start_date is null as is_start_assumed,
        coalesce(
            first_experiences.start_date,
            called.first_delivered_date,
            first_experiences.entered_on
        ) as program_start_date,
        called.first_delivered_date,
        called.last_delivered_date,
        called.last_answered_date,
        called.last_call_date,
        coalesce(called.delivered_calls, 0) as delivered_calls,
        coalesce(called.answered_calls, 0) as answered_calls,
        called.program_end_date
    from first_experiences
    inner join partners
        on first_experiences.user_program_key = partners.user_program_key
    left join called
        on first_experiences.user_program_key = called.user_program_key
),

scheduled as (
    select
        dated.*,
        {% for months in [1, 3, 5] -%}
        cast(
            {{ dbt.dateadd('month', months, 'dated.program_start_date') }} as date
        ) as month{{ months }}_date,
        {% endfor -%}
        cast(case
            when programs.max_week is not null
                then {{ dbt.dateadd(
                    'day', '7 * programs.max_week', 'dated.program_start_date'
                ) }}
            else {{ dbt.dateadd(
                'month',
                'cast(' ~ engagement_parameter('fallback_months') ~ ' as integer)',
                'dated.program_start_date'
            ) }}
        end as date) as scheduled_end_date
    from dated
    left join {{ ref('engagement__dim_programs') }} as programs
        on dated.program_key = programs.program_key
),

ended as (
    select
        scheduled.*,
        cast({{ dbt.dateadd(
            'day',
            'cast(' ~ engagement_parameter('activation_days') ~ ' as integer)',
            'program_start_date'
        ) }} as date) as day15_cutoff,
        coalesce(program_end_date, scheduled_end_date) as eop_date,
        cast({{ dbt.dateadd(
            'day', 1, 'coalesce(program_end_date, scheduled_end_date)'
        ) }} as date) as eop_cutoff
    from scheduled
)

select
    ended.user_program_key,
    ended.user_key,
    ended.program_key,
    ended.partner_org_key,
    ended.partner_source,
    case
        when ended.program_end_date is not null then 'completed'
        when
            {{ dbt.datediff(
                'coalesce(ended.last_call_date, ended.program_start_date)',
                'as_of.as_of_date',
                'day'
            ) }} <= {{ engagement_parameter('active_days') }}
            then 'active'
        else 'dropped'
    end as program_status,
    ended.spell_number,
    cast(ended.delivered_calls as integer) as delivered_calls,
    cast(ended.answered_calls as integer) as answered_calls,
    ended.has_partner_conflict,
    ended.is_start_assumed,
    ended.program_start_date,
    ended.month1_date,
    ended.month3_date,
    ended.month5_date,
    ended.scheduled_end_date,
    ended.program_end_date,
    ended.eop_date,
    ended.day15_cutoff,
    as_of.as_of_date >= ended.day15_cutoff as day15_eligible,
    {% for months in [1, 3, 5] -%}
    least(ended.month{{ months }}_date, ended.eop_cutoff) as month{{ months }}_cutoff,
    as_of.as_of_date >= ended.month{{ months }}_date as month{{ months }}_eligible,
    {% endfor -%}
    ended.eop_cutoff,
    as_of.as_of_date >= ended.eop_date as eop_eligible,
    ended.first_delivered_date,
    ended.last_delivered_date,
    ended.last_answered_date,
    ended.last_call_date
from ended
cross join as_of
