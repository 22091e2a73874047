-- one row per issue: the same finding over all runs that saw it
{{ config(materialized='view') }}
with

complete_runs as (
    select run_id
    from {{ ref('quality__result_history') }}
    group by run_id
),

-- a build that failed before the rules were run says nothing about issues
runs as (
    select
        runs.run_id,
        runs.run_seq,
        runs.as_of_date
    from {{ ref('quality__fct_dq_runs') }} as runs
    inner join complete_runs
        on runs.run_id = complete_runs.run_id
),

ranked_runs as (
    select
        run_seq,
        as_of_date,
        row_number() over (order by run_seq desc) as run_rank
    from runs
),

latest_run as (
    select run_seq, as_of_date
    from ranked_runs
    where run_rank = 1
),

violations as (
    select
        history.*,
        runs.run_seq
    from {{ ref('quality__violation_history') }} as history
    inner join runs
        on history.run_id = runs.run_id
),

spans as (
    select
        fingerprint,
        min(run_seq) as first_seen_seq,
        max(run_seq) as last_seen_seq
    from violations
    group by fingerprint
),

-- only a run in which the rule looked at the district again can tell that it is gone
checks as (
    select
        results.rule_id,
        results.source,
        results.district_id,
        runs.run_seq
    from {{ ref('quality__result_history') }} as results
    inner join runs
        on results.run_id = runs.run_id
    where results.status in ('passed', 'failed')
    group by results.rule_id, results.source, results.district_id, runs.run_seq
),

resolutions as (
    select
        violations.fingerprint,
        min(checks.run_seq) as resolved_seq
    from violations
    inner join spans
        on violations.fingerprint = spans.fingerprint
        and violations.run_seq = spans.last_seen_seq
    inner join checks
        on violations.rule_id = checks.rule_id
        and violations.source = checks.source
        and violations.district_id = checks.district_id
        and violations.run_seq < checks.run_seq
    group by violations.fingerprint
),

final as (
    select
        violations.rule_id,
        violations.severity,
        violations.action,
        violations.engine,
        violations.source,
        violations.district_id,
        violations.entity_type,
        violations.entity_key,
        violations.school_key,
        violations.school_year,
        violations.observed,
        violations.expected,
        violations.message,
        violations.evidence,
        first_runs.run_id as first_seen_run,
        last_runs.run_id as last_seen_run,
        resolved_runs.run_id as resolved_run,
        case
            when resolved_runs.run_id is not null then 'resolved'
            when spans.last_seen_seq < latest_run.run_seq then 'not run'
            when violations.is_waived then 'waived'
            else 'open'
        end as status,
        {{ dbt.datediff(
            'first_runs.as_of_date',
            'coalesce(resolved_runs.as_of_date, latest_run.as_of_date)',
            'day'
        ) }} as age_days,
        violations.fingerprint
    from violations
    inner join spans
        on violations.fingerprint = spans.fingerprint
        and violations.run_seq = spans.last_seen_seq
    cross join latest_run
    inner join runs as first_runs
        on spans.first_seen_seq = first_runs.run_seq
    inner join runs as last_runs
        on spans.last_seen_seq = last_runs.run_seq
    left join resolutions
        on violations.fingerprint = resolutions.fingerprint
    left join runs as resolved_runs
        on resolutions.resolved_seq = resolved_runs.run_seq
)

select * from final
