-- one row per headline metric and district or school: how far it can be trusted
with

trust as (
    select
        metric,
        unit_type,
        unit_key,
        grade,
        because,
        is_incomplete
    from {{ ref('met_dq_trust') }}
    where metric in ('{{ headline_metrics() | join("', '") }}')
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
)

select
    trust.metric,
    trust.unit_type,
    trust.unit_key,
    case
        when trust.unit_type <> 'school' then trust.unit_key
        else coalesce(schools.school_name, 'a school that the roster lacks')
    end as unit_name,
    trust.grade,
    trust.because,
    not trust.is_incomplete as is_complete
from trust
left join schools
    on trust.unit_key = schools.school_key
