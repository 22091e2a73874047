-- one row per question, rule and comparison that the leadership brief could tell of
{% set columns = [
    'district_id', 'question', 'rule', 'metric_name', 'policy_id', 'subject',
    'unit_type', 'unit_key', 'unit_name', 'subgroup_key', 'subgroup_name', 'compared_with',
] %}
{% set numbers = [
    'value', 'compared_value', 'difference', 'ci_low', 'ci_high', 'p_value', 'p_adjusted',
    'notable_difference',
] %}
with

parameters as (
    select
        max(case when parameter = 'false_discovery_rate' then value end)
            as false_discovery_rate,
        max(case when parameter = 'most_findings' then value end) as most_findings,
        max(case when parameter = 'notable_program_effect' then value end) as norm_sd,
        max(case when parameter = 'notable_program_absence' then value end)
            as share_of_days_absent
    from {{ ref('brief_parameters') }}
),

unioned as (
    select
        {% for column in columns -%}
        compared.{{ column }},
        {% endfor -%}
        'descriptive' as evidence_label,
        compared.dq_grade,
        compared.suppression_state,
        compared.school_year,
        compared.n_students,
        compared.value,
        compared.compared_value,
        compared.difference,
        compared.difference
        - {{ var('interval_z') }} * compared.difference_error as ci_low,
        compared.difference
        + {{ var('interval_z') }} * compared.difference_error as ci_high,
        compared.p_value,
        compared.p_adjusted,
        compared.notable_difference,
        compared.difference * displays.favourable < 0 as is_adverse
    from {{ ref('int_metrics__values_compared') }} as compared
    inner join {{ ref('metric_displays') }} as displays
        on compared.metric_name = displays.metric_name
    union all
    select
        results.district_id,
        'programs' as question,
        'program' as rule,
        'program_effect' as metric_name,
        results.design as policy_id,
        results.outcome as subject,
        'program' as unit_type,
        results.program_key as unit_key,
        results.program_name as unit_name,
        'all' as subgroup_key,
        'All students' as subgroup_name,
        case when results.n_comparison > 0 then 'comparison_group' else 'before' end
            as compared_with,
        results.label as evidence_label,
        trust.grade as dq_grade,
        results.suppression_state,
        results.school_year,
        results.n_treated + results.n_comparison as n_students,
        results.estimate as value,
        results.naive_estimate as compared_value,
        results.estimate as difference,
        results.ci_low,
        results.ci_high,
        results.p_value,
        case when results.is_effect then results.p_adjusted else 1 end as p_adjusted,
        case results.unit
            when 'norm_sd' then parameters.norm_sd
            else parameters.share_of_days_absent
        end as notable_difference,
        results.estimate * case results.unit when 'norm_sd' then 1 else -1 end < 0
            as is_adverse
    from {{ ref('rpt_district__program_results') }} as results
    left join {{ ref('met_dq_trust') }} as trust
        on trust.unit_type = 'district'
        and results.district_id = trust.unit_key
        and trust.metric = 'program_effect'
    cross join parameters
    where results.suppression_state = 'published'
),

judged as (
    select
        unioned.*,
        abs(unioned.difference) / unioned.notable_difference as size,
        coalesce(unioned.p_adjusted <= parameters.false_discovery_rate, false)
        and coalesce(unioned.ci_low > 0 or unioned.ci_high < 0, true) as is_reliable,
        parameters.most_findings
    from unioned
    cross join parameters
),

-- gaps and schools are told where they are to the disadvantage of somebody
found as (
    select
        *,
        is_reliable and size >= 1
        and (is_adverse or (rule <> 'school' and question <> 'gaps')) as is_finding
    from judged
),

-- of each metric the largest comes first, then the second of each
placed as (
    select
        *,
        row_number() over (
            partition by district_id, question, rule, metric_name, subject
            order by
                case when is_finding then 0 else 1 end,
                size desc, unit_key, subgroup_key, school_year
        ) as place
    from found
),

ranked as (
    select
        *,
        row_number() over (
            partition by district_id, question
            order by
                case when is_finding then 0 else 1 end,
                place, size desc, rule, metric_name, subject, unit_key, subgroup_key,
                school_year
        ) as finding_rank
    from placed
),

final as (
    select
        {% for column in columns -%}
        {{ column }},
        {% endfor -%}
        evidence_label,
        dq_grade,
        suppression_state,
        cast(school_year as integer) as school_year,
        cast(n_students as bigint) as n_students,
        cast(finding_rank as integer) as finding_rank,
        {% for column in numbers -%}
        {{ significant_digits('cast(' ~ column ~ ' as double)') }} as {{ column }},
        {% endfor -%}
        is_adverse,
        is_reliable,
        is_finding and finding_rank <= most_findings as is_chosen
    from ranked
)

select * from final
