-- one row per run and violation, with the run that saw it first
{{ config(materialized='view') }}
with

runs as (
    select run_id, run_seq
    from {{ ref('quality__fct_dq_runs') }}
),

violations as (
    select
        history.*,
        runs.run_seq
    from {{ ref('quality__violation_history') }} as history
    inner join runs
        on history.run_id = runs.run_id
),

final as (
    select
        run_id,
        run_seq,
        rule_id,
        severity,
        action,
        engine,
        source,
        district_id,
        entity_type,
        entity_key,
        school_key,
        school_year,
        observed,
        expected,
        message,
        evidence,
        is_waived,
        first_value(run_id) over (
            partition by fingerprint
            order by run_seq
        ) as first_seen_run,
        fingerprint
    from violations
)

select * from final
