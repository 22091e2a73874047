-- one row per metric and unit (district or school): how far its figure can be trusted
with

places as (
    select
        'district' as unit_type,
        district_id as unit_key,
        source,
        district_id
    from {{ ref('int_district__districts_conformed') }}
    union all
    select
        'school' as unit_type,
        {{ surrogate_key(['district_id', 'school_id']) }} as unit_key,
        source,
        district_id
    from {{ ref('int_district__schools_conformed') }}
),

metrics as (
    select metric
    from {{ ref('quality__metric_rules') }}
    group by metric
),

units as (
    select
        metrics.metric,
        places.unit_type,
        places.unit_key,
        places.source,
        places.district_id
    from metrics
    cross join places
),

runs as (
    select run_id
    from {{ ref('quality__current_run') }}
),

rates as (
    select
        rates.unit_type,
        rates.unit_key,
        rates.rule_id,
        rates.weight,
        rates.rate,
        rates.is_not_run,
        metric_rules.metric
    from {{ ref('quality__rule_rates') }} as rates
    inner join runs
        on rates.run_id = runs.run_id
    inner join {{ ref('quality__metric_rules') }} as metric_rules
        on rates.rule_id = metric_rules.rule_id
),

scored as (
    select
        metric,
        unit_type,
        unit_key,
        {{ quality_score('true') }} as score,
        max(case when is_not_run then 1 else 0 end) = 1 as is_incomplete
    from rates
    group by metric, unit_type, unit_key
),

broken as (
    select
        metric,
        unit_type,
        unit_key,
        {{ dbt.listagg('rule_id', "'; '", 'order by weight desc, rule_id') }}
            as because
    from rates
    where rate > 0
    group by metric, unit_type, unit_key
),

grades as (
    select
        grade,
        min_score,
        lead(min_score) over (order by min_score) as next_score
    from {{ ref('dq_grades') }}
),

final as (
    select
        units.metric,
        units.unit_type,
        units.unit_key,
        units.source,
        units.district_id,
        grades.grade,
        broken.because,
        scored.score,
        coalesce(scored.is_incomplete, true) as is_incomplete
    from units
    left join scored
        on units.metric = scored.metric
        and units.unit_type = scored.unit_type
        and units.unit_key = scored.unit_key
    left join broken
        on units.metric = broken.metric
        and units.unit_type = broken.unit_type
        and units.unit_key = broken.unit_key
    left join grades
        on scored.score >= grades.min_score
        and (grades.next_score is null or scored.score < grades.next_score)
)

select * from final
