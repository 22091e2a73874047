-- one row per district, school, source and dimension in the current run
{{ config(materialized='view') }}
with

current_run as (
    select run_id
    from {{ ref('quality__current_run') }}
),

scorecards as (
    select *
    from {{ ref('quality__fct_dq_scorecards') }}
    where unit_type <> 'all' and rules_run > 0
),

schools as (
    select school_key, school_name
    from {{ ref('district__dim_schools') }}
)

select
    scorecards.unit_type,
    scorecards.unit_key,
    case
        when scorecards.unit_type <> 'school' then scorecards.unit_key
        else coalesce(schools.school_name, 'a school that the roster lacks')
    end as unit_name,
    scorecards.grade,
    cast(scorecards.score as decimal(5, 1)) as score,
    cast(scorecards.previous_score as decimal(5, 1)) as previous_score,
    cast(scorecards.change as decimal(5, 1)) as change,
    {% for dimension in quality_dimensions() -%}
    cast(scorecards.{{ dimension }} as decimal(5, 1)) as {{ dimension }},
    {% endfor -%}
    scorecards.rules_run,
    scorecards.rules_not_run,
    scorecards.open_issues,
    cast(scorecards.oldest_major_age_days as bigint) as oldest_major_days,
    not scorecards.is_incomplete as is_complete
from scorecards
inner join current_run
    on scorecards.run_id = current_run.run_id
left join schools
    on scorecards.unit_key = schools.school_key
