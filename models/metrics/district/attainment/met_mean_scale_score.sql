-- one row per subject, unit, school year and grade: mean score on the scale of one test
with

grades as (
    select
        subgroup_key,
        cast(value as {{ dbt.type_int() }}) as grade_number
    from {{ ref('subgroups') }}
    where dimension = 'grade' and value <> 'unknown'
),

-- a test without a grade is one for all
summed as (
    select
        scores.subject,
        scores.unit_type,
        scores.unit_key,
        scores.school_year,
        grades.subgroup_key,
        case
            when min(scores.assessment_key) = max(scores.assessment_key) then 1
        end as is_one_scale,
        count(*) as students,
        sum({{ exact('scores.scale_score') }}) as total,
        sum({{ exact('scores.scale_score') }} * {{ exact('scores.scale_score') }})
            as squares
    from {{ ref('int_metrics__scores_placed') }} as scores
    inner join grades
        on coalesce(scores.grade_number = grades.grade_number, true)
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on scores.student_key = subgroups.student_key
        and scores.school_year = subgroups.school_year
        and grades.subgroup_key = subgroups.subgroup_key
    where scores.test_use = 'standard'
    group by
        scores.subject,
        scores.unit_type,
        scores.unit_key,
        scores.school_year,
        grades.subgroup_key
),

counted as (
    select
        'default' as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        is_one_scale * total as numerator,
        is_one_scale * students as denominator,
        students as n_students,
        is_one_scale * sqrt(
            {{ variance_of_sums('students', 'total', 'squares') }} / students
        ) as std_error
    from summed
),
{{ metric_values('mean_scale_score', 'counted', 'ratio') }}
select * from final
