-- one row per district, subject and grade: the score that meets the standard in spring
with

policy as (
    select
        max(case when parameter = 'assessment_kind' then value end) as kind,
        max(case when parameter = 'test_window' then value end) as test_window
    from {{ ref('growth_parameters') }}
),

results as (
    select assessment_key, kind, test_window
    from {{ ref('district__fct_assessment_results') }}
    where is_picked
),

assessments as (
    select
        assessment_key,
        district_id,
        assessment_id,
        subject,
        grade_number,
        cut_level_3
    from {{ ref('district__dim_assessments') }}
),

given as (
    select
        results.assessment_key,
        count(*) as result_count
    from results
    inner join policy
        on results.kind = policy.kind
        and results.test_window = policy.test_window
    group by results.assessment_key
),

-- a test may have been renewed under another id: the one that most students sat counts
ranked as (
    select
        assessments.district_id,
        assessments.subject,
        assessments.grade_number,
        cast(assessments.cut_level_3 as double) as cut_score,
        row_number() over (
            partition by
                assessments.district_id, assessments.subject, assessments.grade_number
            order by given.result_count desc, assessments.assessment_id asc
        ) as assessment_rank
    from given
    inner join assessments
        on given.assessment_key = assessments.assessment_key
    where
        assessments.subject is not null
        and assessments.grade_number is not null
        and assessments.cut_level_3 is not null
),

final as (
    select district_id, subject, grade_number, cut_score
    from ranked
    where assessment_rank = 1
)

select * from final
