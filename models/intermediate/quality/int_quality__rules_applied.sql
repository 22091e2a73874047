-- one row per rule, source and district that it is about: has it what it needs
with

rules as (
    select
        rule_id,
        area,
        replace(requires, ';', ',') as requirements
    from {{ ref('dq_rules') }}
    where
        area in ('landing', 'district', 'benchmarking', 'engagement')
        and retired_in is null
        -- expectations bring their own results
        and denominator_model <> 'quality.expectation_results'
),

-- besides what it names, a rule needs data of its area
requirements as (
    select
        rule_id,
        item as requirement
    from {{ split_to_rows('rules', ['rule_id'], 'requirements') }}
    union all
    select
        rule_id,
        case when area = 'district' then 'roster' else area end as requirement
    from rules
),

met as (
    select
        source,
        district_id,
        requirement
    from {{ ref('int_quality__requirements_met') }}
),

districts as (
    select
        source,
        district_id
    from met
    group by source, district_id
),

-- a rule that needs a source by its name says nothing about others
needed as (
    select
        rule_id,
        min(
            case
                when requirement in ('clever', 'dfe', 'dost', 'oneroster', 'sis')
                    then requirement
            end
        ) as only_source,
        count(distinct requirement) as requirement_count
    from requirements
    group by rule_id
),

applied as (
    select
        needed.rule_id,
        districts.source,
        districts.district_id,
        needed.requirement_count
    from needed
    inner join rules
        on needed.rule_id = rules.rule_id
    inner join districts
        on
        districts.source = coalesce(needed.only_source, districts.source)
        and (
            rules.area = 'landing'
            or rules.area = case districts.source
                when 'dfe' then 'benchmarking'
                when 'dost' then 'engagement'
                else 'district'
            end
        )
),

met_counts as (
    select
        requirements.rule_id,
        met.source,
        met.district_id,
        count(distinct met.requirement) as met_count
    from requirements
    inner join met
        on requirements.requirement = met.requirement
    group by requirements.rule_id, met.source, met.district_id
),

final as (
    select
        applied.rule_id,
        applied.source,
        applied.district_id,
        coalesce(met_counts.met_count, 0) = applied.requirement_count as is_run
    from applied
    left join met_counts
        on applied.rule_id = met_counts.rule_id
        and applied.source = met_counts.source
        and applied.district_id = met_counts.district_id
)

select * from final
