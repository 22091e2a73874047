-- one row per headline metric and district or school: what the rules change
with

impact as (
    select
        metric,
        unit_type,
        unit_key,
        rules,
        published,
        as_received,
        delta
    from {{ ref('met_dq_impact') }}
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
)

select
    impact.metric,
    impact.unit_type,
    impact.unit_key,
    case
        when impact.unit_type <> 'school' then impact.unit_key
        else coalesce(schools.school_name, 'a school that the roster lacks')
    end as unit_name,
    impact.rules,
    cast(impact.published as decimal(18, 4)) as published,
    cast(impact.as_received as decimal(18, 4)) as as_received,
    cast(impact.delta as decimal(18, 4)) as delta
from impact
left join schools
    on impact.unit_key = schools.school_key
