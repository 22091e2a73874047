-- one row per rule, source, district and school that it was run for in this build
{% set text = dbt.type_string() %}
with

rules as (
    select
        rule_id,
        name,
        area,
        requires,
        threshold,
        denominator_model
    from {{ ref('dq_rules') }}
),

applied as (
    select
        applied.source,
        applied.district_id,
        {{ folder_unit() }} as folder_unit,
        applied.is_run,
        rules.rule_id,
        rules.name,
        rules.area,
        rules.requires,
        rules.threshold,
        rules.denominator_model
    from {{ ref('int_quality__rules_applied') }} as applied
    inner join rules
        on applied.rule_id = rules.rule_id
),

checked as (
    select
        applied.rule_id,
        applied.source,
        applied.district_id,
        units.school_key,
        units.units as checked
    from applied
    inner join {{ ref('quality__rule_units') }} as units
        on applied.denominator_model = units.denominator_model
        and applied.source = units.source
        and applied.district_id = units.district_id
    where applied.is_run
),

found as (
    select
        engine,
        rule_id,
        source,
        district_id,
        entity_key,
        school_key,
        fingerprint
    from {{ ref('quality__violations_found') }}
    where not is_waived
),

-- a violation counts for its school where the school's units were checked, else for the
-- district as a whole
found_in_rows as (
    select
        found.rule_id,
        found.source,
        found.district_id,
        checked.school_key,
        count(distinct found.entity_key) as violations
    from found
    left join checked
        on found.rule_id = checked.rule_id
        and found.source = checked.source
        and found.district_id = checked.district_id
        and found.school_key = checked.school_key
    where found.engine = 'sql'
    group by
        found.rule_id,
        found.source,
        found.district_id,
        checked.school_key
),

found_in_files as (
    select
        landed.rule_id,
        landed.source,
        landed.district_id,
        cast(null as {{ text }}) as school_key,
        case
            when min(landed.entity_type) in ('row', 'value') then sum(landed.row_count)
            else count(distinct coalesce(landed.file_path, landed.entity_key))
        end as violations
    from {{ ref('quality__landing_violations') }} as landed
    inner join found
        on landed.fingerprint = found.fingerprint
    group by landed.rule_id, landed.source, landed.district_id
),

-- what was run and has no units has a row too
parts as (
    select
        rule_id,
        source,
        district_id,
        school_key,
        checked,
        0 as violations
    from checked
    union all
    select
        rule_id,
        source,
        district_id,
        school_key,
        0 as checked,
        violations
    from found_in_rows
    union all
    select
        rule_id,
        source,
        district_id,
        school_key,
        0 as checked,
        violations
    from found_in_files
    union all
    select
        rule_id,
        source,
        district_id,
        cast(null as {{ text }}) as school_key,
        0 as checked,
        0 as violations
    from applied
),

summed as (
    select
        rule_id,
        source,
        district_id,
        school_key,
        sum(checked) as checked,
        sum(violations) as violations
    from parts
    group by rule_id, source, district_id, school_key
),

counted as (
    select
        *,
        count(*) over (partition by rule_id, source, district_id) as row_count
    from summed
),

final as (
    select
        case when applied.area = 'landing' then 'landing' else 'sql' end as engine,
        applied.rule_id,
        applied.name as check_name,
        case
            when counted.school_key is not null then 'school' else applied.folder_unit
        end as unit_type,
        coalesce(counted.school_key, counted.district_id) as unit_key,
        applied.source,
        applied.district_id,
        counted.school_key,
        cast(counted.checked as bigint) as checked,
        cast(counted.violations as bigint) as violations,
        case
            when not applied.is_run then 'not run'
            when counted.violations > applied.threshold * counted.checked then 'failed'
            else 'passed'
        end as status,
        applied.threshold,
        case
            when not applied.is_run
                then coalesce('needs ' || applied.requires, 'the source is left out')
        end as message
    from counted
    inner join applied
        on counted.rule_id = applied.rule_id
        and counted.source = applied.source
        and counted.district_id = applied.district_id
    where
        counted.school_key is not null
        or counted.checked + counted.violations > 0
        or counted.row_count = 1
)

select * from final
