-- one row per unit, subject, school year, use of the test and subgroup
select
    scores.unit_type,
    scores.unit_key,
    scores.subject,
    scores.test_use,
    subgroups.subgroup_key,
    scores.school_year,
    count(scores.is_proficient) as judged,
    sum(case when scores.is_proficient then 1 else 0 end) as proficient,
    count(case when scores.is_full_year then scores.is_proficient end)
        as judged_full_year,
    sum(case when scores.is_proficient and scores.is_full_year then 1 else 0 end)
        as proficient_full_year,
    count(scores.norm_z) as normed,
    sum({{ exact('scores.norm_z') }}) as norm_z_sum,
    sum({{ exact('scores.norm_z') }} * {{ exact('scores.norm_z') }}) as norm_z_squares,
    count(scores.distance) as measured,
    sum({{ exact('scores.distance') }}) as distance_sum,
    sum({{ exact('scores.distance') }} * {{ exact('scores.distance') }})
        as distance_squares
from {{ ref('int_metrics__scores_placed') }} as scores
inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
    on scores.student_key = subgroups.student_key
    and scores.school_year = subgroups.school_year
group by
    scores.unit_type,
    scores.unit_key,
    scores.subject,
    scores.test_use,
    subgroups.subgroup_key,
    scores.school_year
