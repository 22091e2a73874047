-- one row per rule and engine that has a result in the current run
{{ config(materialized='view') }}
with

runs as (
    select run_id, run_seq
    from {{ ref('quality__fct_dq_runs') }}
),

current_run as (
    select runs.run_id, runs.run_seq
    from runs
    inner join {{ ref('quality__current_run') }} as current_run
        on runs.run_id = current_run.run_id
),

previous_run as (
    select max(runs.run_seq) as run_seq
    from runs
    inner join current_run
        on runs.run_seq < current_run.run_seq
),

results as (
    select
        run_seq,
        rule_id,
        engine,
        max(
            case status
                when 'error' then 3 when 'failed' then 2 when 'passed' then 1 else 0
            end
        ) as state,
        min(case when status <> 'passed' then message end) as message,
        sum(case when status <> 'not run' then checked end) as checked,
        sum(case when status <> 'not run' then violations end) as violations
    from {{ ref('quality__fct_dq_results') }}
    group by run_seq, rule_id, engine
),

issues as (
    select
        rule_id,
        sum(case when status = 'open' then 1 else 0 end) as open_issues,
        sum(case when is_new and status = 'open' then 1 else 0 end) as new_issues,
        sum(case when status = 'resolved' then 1 else 0 end) as resolved_issues,
        sum(case when status = 'waived' then 1 else 0 end) as waived_issues,
        max(case when status = 'open' then age_days end) as oldest_days
    from {{ ref('rpt_quality__issues') }}
    group by rule_id
),

rules as (
    select
        rule_id,
        name,
        area,
        entity,
        dimension,
        level,
        severity,
        action,
        threshold,
        owner_role,
        why,
        how_to_fix
    from {{ ref('dq_rules') }}
)

select
    results.rule_id,
    results.engine,
    rules.name,
    rules.area,
    rules.entity,
    rules.dimension,
    rules.severity,
    rules.action,
    case results.state
        when 3 then 'error' when 2 then 'failed' when 1 then 'passed' else 'not run'
    end as status,
    results.message,
    rules.owner_role,
    rules.why,
    rules.how_to_fix,
    rules.level,
    cast(results.checked as bigint) as checked,
    cast(results.violations as bigint) as violations,
    cast(
        results.violations / nullif(cast(results.checked as double), 0)
        as decimal(9, 6)
    ) as rate,
    cast(results.violations - previous.violations as bigint) as delta,
    rules.threshold,
    cast(coalesce(issues.open_issues, 0) as bigint) as open_issues,
    cast(coalesce(issues.new_issues, 0) as bigint) as new_issues,
    cast(coalesce(issues.resolved_issues, 0) as bigint) as resolved_issues,
    cast(coalesce(issues.waived_issues, 0) as bigint) as waived_issues,
    cast(issues.oldest_days as bigint) as oldest_days
from results
inner join current_run
    on results.run_seq = current_run.run_seq
inner join rules
    on results.rule_id = rules.rule_id
cross join previous_run
left join results as previous
    on
    previous_run.run_seq = previous.run_seq
    and results.rule_id = previous.rule_id
    and results.engine = previous.engine
left join issues
    on results.rule_id = issues.rule_id
