-- one row per organization, group of enrolments and week since the start
with

disclosure as (
    select cast(value as integer) as min_users
    from {{ ref('disclosure_policies') }}
    where policy_id = '{{ var("disclosure_policy") }}' and parameter = 'min_students'
),

-- a curve has a row at the end of each week, so that day is there
weeks as (
    select
        organization_id,
        dimension,
        group_key,
        group_name,
        cast(time_days / 7 as integer) as week_number,
        at_risk,
        survival,
        ci_low,
        ci_high
    from {{ ref('py_engagement_retention') }}
    where mod(time_days, 7) = 0
),

judged as (
    select
        weeks.*,
        case
            when weeks.at_risk < disclosure.min_users then 'suppressed_primary'
            else 'published'
        end as suppression_state
    from weeks
    cross join disclosure
    where weeks.week_number <= {{ engagement_parameter('retention_weeks') }}
),

final as (
    select
        organization_id,
        dimension,
        group_key,
        group_name,
        suppression_state,
        {% for column in ['at_risk', 'survival', 'ci_low', 'ci_high'] -%}
        case when suppression_state = 'published' then {{ column }} end
            as {{ column }},
        {% endfor -%}
        week_number
    from judged
)

select * from final
