-- one row: the current run
{{ config(materialized='view') }}
{% set allow_blocked = env_var('SCHOOLHOUSE_ALLOW_BLOCKED', '0') == '1' %}
with

current_run as (
    select
        current_run.run_id,
        current_run.input_fingerprint,
        runs.run_seq,
        current_run.is_synthetic,
        current_run.as_of_date
    from {{ ref('quality__current_run') }} as current_run
    inner join {{ ref('quality__fct_dq_runs') }} as runs
        on current_run.run_id = runs.run_id
),

scorecards as (
    select *
    from {{ ref('quality__fct_dq_scorecards') }}
    where unit_type = 'all'
),

rules as (
    select
        count(*) as rules,
        sum(case when status = 'failed' then 1 else 0 end) as rules_failed,
        sum(case when status = 'not run' then 1 else 0 end) as rules_not_run,
        sum(case when status = 'error' then 1 else 0 end) as rules_error,
        sum(
            case
                when engine = 'dbt_test' and status in ('failed', 'error') then 1
                else 0
            end
        ) as failed_tests
    from {{ ref('rpt_quality__rules') }}
),

issues as (
    select sum(case when status = 'waived' then 1 else 0 end) as waived_issues
    from {{ ref('rpt_quality__issues') }}
),

quarantine as (
    select sum(row_count) as quarantined_rows
    from {{ ref('rpt_quality__quarantine') }}
),

blocked as (
    select count(*) as blocked_sources
    from {{ ref('rpt_quality__blocked_sources') }}
)

select
    current_run.run_id,
    current_run.input_fingerprint,
    scorecards.grade,
    case
        when rules.failed_tests > 0 then 'failed'
        when blocked.blocked_sources = 0 then 'passed'
        else '{{ "opened" if allow_blocked else "failed" }}'
    end as gate,
    current_run.run_seq,
    cast(scorecards.score as decimal(5, 1)) as score,
    cast(scorecards.previous_score as decimal(5, 1)) as previous_score,
    cast(scorecards.change as decimal(5, 1)) as change,
    cast(
        coalesce(rules.rules - rules.rules_not_run - rules.rules_error, 0) as bigint
    ) as rules_run,
    cast(coalesce(rules.rules_failed, 0) as bigint) as rules_failed,
    cast(coalesce(rules.rules_not_run, 0) as bigint) as rules_not_run,
    cast(coalesce(rules.rules_error, 0) as bigint) as rules_error,
    coalesce(scorecards.open_issues, 0) as open_issues,
    coalesce(scorecards.new_issues, 0) as new_issues,
    coalesce(scorecards.resolved_issues, 0) as resolved_issues,
    cast(coalesce(issues.waived_issues, 0) as bigint) as waived_issues,
    cast(scorecards.oldest_major_age_days as bigint) as oldest_major_days,
    cast(scorecards.median_days_to_fix as decimal(9, 1)) as median_days_to_fix,
    cast(coalesce(quarantine.quarantined_rows, 0) as bigint) as quarantined_rows,
    not coalesce(scorecards.is_incomplete, true) as is_complete,
    current_run.is_synthetic,
    current_run.as_of_date
from current_run
left join scorecards
    on current_run.run_id = scorecards.run_id
cross join rules
cross join issues
cross join quarantine
cross join blocked
