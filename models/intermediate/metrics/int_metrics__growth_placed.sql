-- one row per unit, student, subject and spring with a score in the spring before
with

units as (
    select unit_type, unit_key, student_key, subject, school_year
    from {{ ref('int_metrics__scores_placed') }}
    where test_use = 'norm'
),

chains as (
    select
        student_key,
        subject,
        school_year,
        grade_number,
        coalesce(grade_number = prior_grade_number + 1, false) as moved_up,
        score - prior_score_1 as gain
    from {{ ref('int_district__growth_chains') }}
    where prior_score_1 is not null
),

final as (
    select
        units.unit_type,
        units.unit_key,
        units.student_key,
        units.subject,
        growth.method,
        units.school_year,
        chains.grade_number,
        growth.growth_percentile,
        chains.moved_up,
        chains.gain,
        growth.growth_index
    from chains
    inner join units
        on chains.student_key = units.student_key
        and chains.subject = units.subject
        and chains.school_year = units.school_year
    left join {{ ref('district__fct_growth_percentiles') }} as growth
        on chains.student_key = growth.student_key
        and chains.subject = growth.subject
        and chains.school_year = growth.school_year
)

select * from final
