-- one row per issue of the current run and of those that it found resolved
{{ config(materialized='view') }}
with

current_run as (
    select run_id
    from {{ ref('quality__current_run') }}
),

issues as (
    select
        fingerprint,
        rule_id,
        source,
        district_id,
        entity_type,
        entity_key,
        school_key,
        severity,
        status,
        first_seen_run,
        last_seen_run,
        resolved_run,
        school_year,
        age_days
    from {{ ref('quality__fct_dq_issues') }}
)

select
    issues.fingerprint,
    issues.rule_id,
    issues.source,
    issues.district_id,
    issues.entity_type,
    issues.entity_key,
    issues.school_key,
    issues.severity,
    issues.status,
    issues.first_seen_run,
    issues.last_seen_run,
    issues.school_year,
    cast(issues.age_days as bigint) as age_days,
    issues.status <> 'resolved'
    and issues.first_seen_run = current_run.run_id as is_new
from issues
cross join current_run
where issues.status <> 'resolved' or issues.resolved_run = current_run.run_id
