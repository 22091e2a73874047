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
    {{ significant_digits('sum(scores.norm_z)') }} as norm_z_sum,
    {{ significant_digits('var_samp(scores.norm_z)') }} as norm_z_variance,
    count(scores.distance) as measured,
    {{ significant_digits('sum(scores.distance)') }} as distance_sum,
    {{ significant_digits('var_samp(scores.distance)') }} as distance_variance
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
