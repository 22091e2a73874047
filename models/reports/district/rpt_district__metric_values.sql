-- one row per metric, policy, subject, unit, subgroup and period; small groups hidden
with

disclosure as (
    select
        min(case when parameter = 'min_students' then value end) as min_students,
        min(case when parameter = 'min_events' then value end) as min_events
    from {{ ref('disclosure_policies') }}
    where policy_id = '{{ var("disclosure_policy") }}'
),

displays as (
    select metric_name, counts_students
    from {{ ref('metric_displays') }}
),

subgroups as (
    select subgroup_key, subgroup_name
    from {{ ref('district__dim_subgroups') }}
),

judged as (
    select
        metrics.*,
        case
            when metrics.n_students < disclosure.min_students
                then 'suppressed_primary'
            when
                displays.counts_students
                and (
                    metrics.numerator < disclosure.min_events
                    or metrics.denominator - metrics.numerator
                    < disclosure.min_events
                )
                then 'bounded'
            else 'published'
        end as suppression_state
    from {{ ref('met_values') }} as metrics
    cross join disclosure
    left join displays
        on metrics.metric_name = displays.metric_name
),

final as (
    select
        units.district_id,
        judged.metric_name,
        judged.policy_id,
        judged.subject,
        judged.unit_type,
        judged.unit_key,
        units.unit_name,
        judged.subgroup_key,
        coalesce(subgroups.subgroup_name, judged.subgroup_key) as subgroup_name,
        judged.period_type,
        judged.dq_grade,
        judged.suppression_state,
        judged.school_year,
        cast(disclosure.min_students as integer) as min_students,
        {% for column in [
            'n_students', 'numerator', 'denominator', 'value', 'std_error', 'ci_low', 'ci_high',
        ] -%}
        case
            when judged.suppression_state = 'published' then judged.{{ column }}
        end as {{ column }},
        {% endfor -%}
        judged.period_end_date
    from judged
    cross join disclosure
    inner join {{ ref('int_metrics__units_named') }} as units
        on judged.unit_type = units.unit_type
        and judged.unit_key = units.unit_key
    left join subgroups
        on judged.subgroup_key = subgroups.subgroup_key
)

select * from final
