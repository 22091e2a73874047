-- one row per organization and question: first and last answers of the same users
with

disclosure as (
    select
        min(case when parameter = 'min_students' then value end) as min_users,
        min(case when parameter = 'min_events' then value end) as min_events
    from {{ ref('disclosure_policies') }}
    where policy_id = '{{ var("disclosure_policy") }}'
),

judged as (
    select
        changes.*,
        case
            when changes.n_users < disclosure.min_users then 'suppressed_primary'
            when
                least(
                    changes.desired_first,
                    changes.desired_last,
                    changes.n_users - changes.desired_first,
                    changes.n_users - changes.desired_last
                ) < disclosure.min_events
                then 'bounded'
            else 'published'
        end as suppression_state
    from {{ ref('py_panel_change') }} as changes
    cross join disclosure
),

final as (
    select
        organization_id,
        question,
        module,
        case when suppression_state = 'published' then method end as method,
        suppression_state,
        {% for column in [
            'share_first', 'share_last', 'difference', 'ci_low', 'ci_high', 'statistic',
            'p_value', 'p_adjusted',
        ] -%}
        case when suppression_state = 'published' then {{ column }} end
            as {{ column }},
        {% endfor -%}
        case when suppression_state <> 'suppressed_primary' then n_users end as n_users
    from judged
)

select * from final
