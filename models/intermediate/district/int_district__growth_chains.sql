-- one row per student, subject and spring with a score that counts
with

policy as (
    select
        max(case when parameter = 'assessment_kind' then value end) as kind,
        max(case when parameter = 'test_window' then value end) as test_window
    from {{ ref('growth_parameters') }}
),

results as (
    select
        result_id,
        student_key,
        district_id,
        subject,
        kind,
        test_window,
        school_year,
        tested_grade_number,
        scale_score,
        test_date
    from {{ ref('district__fct_assessment_results') }}
    where
        is_picked
        and subject is not null
        and tested_grade_number is not null
),

-- a student who changes grade in a window may sit the tests of both: the last counts
ranked as (
    select
        results.student_key,
        results.district_id,
        results.subject,
        results.school_year,
        results.tested_grade_number as grade_number,
        cast(results.scale_score as double) as score,
        row_number() over (
            partition by results.student_key, results.subject, results.school_year
            order by
                results.test_date desc nulls last,
                results.tested_grade_number desc,
                results.result_id asc
        ) as test_rank
    from results
    inner join policy
        on results.kind = policy.kind
        and results.test_window = policy.test_window
),

springs as (
    select student_key, district_id, subject, school_year, grade_number, score
    from ranked
    where test_rank = 1
),

-- springs are one per year, so that the k-th one back is of k years before when none is
-- missing between
with_priors as (
    select
        student_key,
        district_id,
        subject,
        school_year,
        grade_number,
        case
            when lag(school_year) over by_spring = school_year - 1
                then lag(grade_number) over by_spring
        end as prior_grade_number,
        score,
        case
            when lag(school_year, 1) over by_spring = school_year - 1
                then lag(score, 1) over by_spring
        end as prior_score_1,
        case
            when lag(school_year, 2) over by_spring = school_year - 2
                then lag(score, 2) over by_spring
        end as prior_score_2,
        case
            when lag(school_year, 3) over by_spring = school_year - 3
                then lag(score, 3) over by_spring
        end as prior_score_3
    from springs
    window by_spring as (partition by student_key, subject order by school_year)
)

select * from with_priors
