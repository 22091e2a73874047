-- one row per metric and unit, a district or a school: its value before and after
with

parts as (
    {% for metric, parts in headline_metrics().items() %}
    select
        '{{ metric }}' as metric,
        stage,
        source,
        district_id,
        school_key,
        cast({{ parts.numerator }} as decimal(18, 4)) as numerator,
        {% if parts.denominator -%}
        cast({{ parts.denominator }} as decimal(18, 4)) as denominator
        {%- else -%}
        cast(null as decimal(18, 4)) as denominator
        {%- endif %}
    from {{ ref(parts.model) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

placed as (
    select
        metric,
        stage,
        'district' as unit_type,
        district_id as unit_key,
        source,
        district_id,
        numerator,
        denominator
    from parts
    union all
    select
        metric,
        stage,
        'school' as unit_type,
        school_key as unit_key,
        source,
        district_id,
        numerator,
        denominator
    from parts
    where school_key is not null
),

-- a count has no denominator, and a share of nothing has no value
summed as (
    select
        metric,
        stage,
        unit_type,
        unit_key,
        source,
        district_id,
        cast(
            sum(numerator) / case
                when count(denominator) = 0 then 1
                else nullif(sum(denominator), 0)
            end as decimal(18, 6)
        ) as metric_value
    from placed
    group by metric, stage, unit_type, unit_key, source, district_id
),

compared as (
    select
        metric,
        unit_type,
        unit_key,
        source,
        district_id,
        max(case when stage = 'received' then metric_value end) as as_received,
        max(case when stage = 'valid' then metric_value end) as without_quarantined,
        max(case when stage = 'published' then metric_value end) as published
    from summed
    group by metric, unit_type, unit_key, source, district_id
),

-- what only flags a record changes no figure
changing as (
    select
        metric_rules.metric,
        violations.rule_id,
        violations.district_id,
        violations.school_key
    from {{ ref('quality__violations_found') }} as violations
    inner join {{ ref('quality__metric_rules') }} as metric_rules
        on violations.rule_id = metric_rules.rule_id
    where metric_rules.action <> 'flag'
),

responsible as (
    select
        metric,
        'district' as unit_type,
        district_id as unit_key,
        rule_id
    from changing
    group by metric, district_id, rule_id
    union all
    select
        metric,
        'school' as unit_type,
        school_key as unit_key,
        rule_id
    from changing
    where school_key is not null
    group by metric, school_key, rule_id
),

listed as (
    select
        metric,
        unit_type,
        unit_key,
        {{ dbt.listagg('rule_id', "'; '", 'order by rule_id') }} as rules
    from responsible
    group by metric, unit_type, unit_key
),

final as (
    select
        compared.metric,
        compared.unit_type,
        compared.unit_key,
        compared.source,
        compared.district_id,
        listed.rules,
        compared.as_received,
        compared.without_quarantined,
        compared.published,
        cast(compared.published - compared.as_received as decimal(18, 6)) as delta
    from compared
    left join listed
        on compared.metric = listed.metric
        and compared.unit_type = listed.unit_type
        and compared.unit_key = listed.unit_key
)

select * from final
