-- one row per partner organization: response, listening and engagement of its users
with

disclosure as (
    select
        min(case when parameter = 'min_students' then value end) as min_users,
        min(case when parameter = 'min_events' then value end) as min_events
    from {{ ref('disclosure_policies') }}
    where policy_id = '{{ var("disclosure_policy") }}'
),

partners as (
    select partner_org_key, data_source, partner_name, channel_name
    from {{ ref('engagement__dim_partner_orgs') }}
),

-- enrolments whose third month is over
third_month as (
    select
        spells.partner_org_key,
        count(*) as eligible,
        sum(case
            when
                periods.duration_secs > 0
                and periods.listened_secs
                >= periods.duration_secs
                * {{ engagement_parameter('engaged_min_listen') }}
                then 1
            else 0
        end) as engaged,
        sum(periods.listened_secs) as listened_secs,
        sum(periods.duration_secs) as duration_secs
    from {{ ref('int_dost__user_program_periods') }} as periods
    inner join {{ ref('engagement__fct_user_programs') }} as spells
        on periods.user_program_key = spells.user_program_key
    where periods.period = 'month3'
    group by spells.partner_org_key
),

judged as (
    select
        league.*,
        third_month.eligible,
        third_month.engaged,
        third_month.listened_secs,
        third_month.duration_secs,
        case
            when league.n_users < disclosure.min_users then 'suppressed_primary'
            -- a rate of so few says little, and their place nothing
            when league.n_users < {{ engagement_parameter('league_min_users') }}
                then 'too_few'
            else 'published'
        end as suppression_state,
        third_month.eligible >= disclosure.min_users as has_third_month,
        least(third_month.engaged, third_month.eligible - third_month.engaged)
        >= disclosure.min_events as is_engaged_told
    from {{ ref('py_partner_league') }} as league
    cross join disclosure
    left join third_month
        on league.partner_org_key = third_month.partner_org_key
),

final as (
    select
        judged.partner_org_key,
        judged.organization_id,
        partners.partner_name || ' (' || partners.data_source || ')' as partner_org,
        partners.channel_name as channel,
        judged.suppression_state,
        judged.standing,
        case
            when judged.suppression_state <> 'suppressed_primary' then judged.n_users
        end as n_users,
        judged.n_ranked,
        judged.rank,
        judged.rank_best,
        judged.rank_worst,
        {% for column in ['delivered_calls', 'response_rate', 'ci_low', 'ci_high'] -%}
        case when judged.suppression_state = 'published' then judged.{{ column }} end
            as {{ column }},
        {% endfor -%}
        judged.difference,
        judged.p_adjusted,
        case
            when judged.suppression_state = 'published' and judged.has_third_month
                then judged.eligible
        end as month3_eligible,
        case
            when judged.suppression_state = 'published' and judged.has_third_month
                then {{ significant_digits(
                    'cast(judged.listened_secs as double) / nullif(judged.duration_secs, 0)'
                ) }}
        end as month3_listen_rate,
        case
            when
                judged.suppression_state = 'published'
                and judged.has_third_month
                and judged.is_engaged_told
                then {{ significant_digits(
                    'cast(judged.engaged as double) / judged.eligible'
                ) }}
        end as month3_engaged_share,
        judged.is_ranked
    from judged
    inner join partners
        on judged.partner_org_key = partners.partner_org_key
)

select * from final
