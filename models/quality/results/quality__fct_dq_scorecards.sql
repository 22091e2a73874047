-- one row per run and unit: score, grade and issues
{{ config(materialized='view') }}
with

runs as (
    select run_id, run_seq, as_of_date
    from {{ ref('quality__fct_dq_runs') }}
),

rates as (
    select * from {{ ref('quality__rule_rates') }}
),

grades as (
    select
        grade,
        min_score,
        lead(min_score) over (order by min_score) as next_score
    from {{ ref('dq_grades') }}
),

dimensions as (
    select rule_id, dimension
    from {{ ref('dq_rules') }}
),

scored as (
    select
        run_id,
        unit_type,
        unit_key,
        {{ quality_score('true') }} as score,
        {% for dimension in quality_dimensions() -%}
        {{ quality_score("dimension = '" ~ dimension ~ "'") }} as {{ dimension }},
        {% endfor -%}
        sum(case when is_not_run then 0 else 1 end) as rules_run,
        sum(case when is_not_run then 1 else 0 end) as rules_not_run
    from rates
    group by run_id, unit_type, unit_key
),

compared as (
    select
        scored.*,
        runs.run_seq,
        lag(scored.score) over (
            partition by scored.unit_type, scored.unit_key
            order by runs.run_seq
        ) as previous_score
    from scored
    inner join runs
        on scored.run_id = runs.run_id
),

violations as (
    select
        violations.run_id,
        violations.run_seq,
        violations.first_seen_run,
        violations.severity,
        violations.source,
        violations.district_id,
        violations.school_key,
        dimensions.dimension,
        {{ dbt.datediff('first_runs.as_of_date', 'runs.as_of_date', 'day') }} as age_days
    from {{ ref('quality__fct_dq_violations') }} as violations
    inner join dimensions
        on violations.rule_id = dimensions.rule_id
    inner join runs
        on violations.run_id = runs.run_id
    inner join runs as first_runs
        on violations.first_seen_run = first_runs.run_id
    where not violations.is_waived
),

resolved as (
    select
        issues.source,
        issues.district_id,
        issues.school_key,
        issues.resolved_run,
        issues.age_days,
        dimensions.dimension,
        runs.run_seq as resolved_seq
    from {{ ref('quality__fct_dq_issues') }} as issues
    inner join dimensions
        on issues.rule_id = dimensions.rule_id
    inner join runs
        on issues.resolved_run = runs.run_id
),

open_issues as (
    {% for unit_type, unit_key in scored_units().items() %}
    select
        run_id,
        '{{ unit_type }}' as unit_type,
        {{ unit_key }} as unit_key,
        count(*) as open_issues,
        sum(case when first_seen_run = run_id then 1 else 0 end) as new_issues,
        max(case when severity in ('blocker', 'major') then age_days end)
            as oldest_major_age_days
    from violations
    where {{ unit_key }} is not null
    group by run_id{{ ', ' ~ unit_key if unit_type != 'all' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

resolved_issues as (
    {% for unit_type, unit_key in scored_units().items() %}
    select
        runs.run_id,
        '{{ unit_type }}' as unit_type,
        {{ unit_key }} as unit_key,
        sum(case when resolved.resolved_run = runs.run_id then 1 else 0 end)
            as resolved_issues,
        percentile_cont(0.5) within group (order by resolved.age_days)
            as median_days_to_fix
    from resolved
    inner join runs
        on resolved.resolved_seq <= runs.run_seq
    where {{ unit_key }} is not null
    group by runs.run_id{{ ', ' ~ unit_key if unit_type != 'all' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        compared.run_id,
        compared.run_seq,
        compared.unit_type,
        compared.unit_key,
        grades.grade,
        compared.score,
        compared.previous_score,
        compared.score - compared.previous_score as change,
        {% for dimension in quality_dimensions() -%}
        compared.{{ dimension }},
        {% endfor -%}
        cast(compared.rules_run as bigint) as rules_run,
        cast(compared.rules_not_run as bigint) as rules_not_run,
        cast(coalesce(open_issues.open_issues, 0) as bigint) as open_issues,
        cast(coalesce(open_issues.new_issues, 0) as bigint) as new_issues,
        cast(coalesce(resolved_issues.resolved_issues, 0) as bigint)
            as resolved_issues,
        open_issues.oldest_major_age_days,
        resolved_issues.median_days_to_fix,
        compared.rules_not_run > 0 as is_incomplete
    from compared
    left join grades
        on compared.score >= grades.min_score
        and (grades.next_score is null or compared.score < grades.next_score)
    left join open_issues
        on compared.run_id = open_issues.run_id
        and compared.unit_type = open_issues.unit_type
        and compared.unit_key = open_issues.unit_key
    left join resolved_issues
        on compared.run_id = resolved_issues.run_id
        and compared.unit_type = resolved_issues.unit_type
        and compared.unit_key = resolved_issues.unit_key
)

select * from final
