-- one row per run, unit and rule: the share of the unit's records in violation
{{ config(materialized='view') }}
with

rules as (
    select
        rules.rule_id,
        rules.dimension,
        severities.weight
    from {{ ref('dq_rules') }} as rules
    inner join {{ ref('dq_severities') }} as severities
        on rules.severity = severities.severity
),

-- a build that failed before the rules were run has no scores
complete_runs as (
    select run_id
    from {{ ref('quality__result_history') }}
    group by run_id
),

results as (
    select
        results.run_id,
        results.rule_id,
        results.source,
        results.district_id,
        results.school_key,
        results.checked,
        results.violations,
        case when results.status = 'not run' then 1 else 0 end as not_run,
        rules.dimension,
        rules.weight
    from {{ ref('quality__fct_dq_results') }} as results
    inner join complete_runs
        on results.run_id = complete_runs.run_id
    inner join rules
        on results.rule_id = rules.rule_id
),

-- what was not run in a district was not run for its schools
schools as (
    select
        run_id,
        source,
        district_id,
        school_key
    from results
    where school_key is not null
    group by run_id, source, district_id, school_key
),

not_run_for_schools as (
    select
        results.run_id,
        results.rule_id,
        results.source,
        results.district_id,
        schools.school_key,
        results.checked,
        results.violations,
        results.not_run,
        results.dimension,
        results.weight
    from results
    inner join schools
        on results.run_id = schools.run_id
        and results.source = schools.source
        and results.district_id = schools.district_id
    where results.not_run = 1
),

placed as (
    {% for unit_type, unit_key in scored_units().items() %}
    select
        run_id,
        '{{ unit_type }}' as unit_type,
        {{ unit_key }} as unit_key,
        rule_id,
        dimension,
        weight,
        checked,
        violations,
        not_run
    from results
    where {{ unit_key }} is not null
    union all
    {% endfor %}
    select
        run_id,
        'school' as unit_type,
        school_key as unit_key,
        rule_id,
        dimension,
        weight,
        checked,
        violations,
        not_run
    from not_run_for_schools
),

summed as (
    select
        run_id,
        unit_type,
        unit_key,
        rule_id,
        dimension,
        weight,
        sum(checked) as checked,
        sum(violations) as violations,
        max(not_run) = 1 as is_not_run
    from placed
    group by run_id, unit_type, unit_key, rule_id, dimension, weight
),

-- one record may be in violation of a rule for several schools, so the share ends at 1
final as (
    select
        run_id,
        unit_type,
        unit_key,
        rule_id,
        dimension,
        weight,
        checked,
        violations,
        cast(
            case
                when violations >= checked and violations > 0 then 1
                when checked > 0 then cast(violations as double) / checked
            end as decimal(12, 10)
        ) as rate,
        is_not_run
    from summed
)

select * from final
