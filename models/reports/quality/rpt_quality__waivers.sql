-- one row per waiver, with what it accepts in the current run
{{ config(materialized='view') }}
with

waivers as (
    select
        rule_id,
        district_id,
        entity_key,
        owner,
        reason,
        is_in_force,
        until
    from {{ ref('int_quality__waivers_listed') }}
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
),

accepted as (
    select
        violations.rule_id,
        violations.district_id,
        violations.entity_key,
        count(*) as violation_count
    from {{ ref('quality__fct_dq_violations') }} as violations
    inner join {{ ref('quality__current_run') }} as current_run
        on violations.run_id = current_run.run_id
    where violations.is_waived
    group by
        violations.rule_id,
        violations.district_id,
        violations.entity_key
),

final as (
    select
        waivers.rule_id,
        waivers.district_id,
        coalesce(
            min(schools.school_name), waivers.entity_key, 'all of the district'
        ) as entity,
        waivers.owner,
        waivers.reason,
        cast(coalesce(sum(accepted.violation_count), 0) as bigint) as violation_count,
        waivers.is_in_force,
        waivers.until
    from waivers
    left join schools
        on waivers.entity_key = schools.school_key
    left join accepted
        on
        waivers.rule_id = accepted.rule_id
        and waivers.district_id = accepted.district_id
        and accepted.entity_key = coalesce(waivers.entity_key, accepted.entity_key)
    group by
        waivers.rule_id,
        waivers.district_id,
        waivers.entity_key,
        waivers.owner,
        waivers.reason,
        waivers.is_in_force,
        waivers.until
)

select * from final
