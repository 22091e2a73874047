-- What: of the scores of one student, assessment, window and school year exactly one is
--   picked, as long as one of them is valid and not excluded; and no other score is.
-- Why it matters: with none picked the student is missing from every figure of
--   attainment and growth, with two the student counts twice.
-- How to fix: look at the steps candidates and ranked_attempts of the fact; the order
--   of the attempts must be total.
with

counted as (
    select
        student_key,
        assessment_key,
        coalesce(test_window, '') as test_window,
        school_year,
        sum(case when is_picked then 1 else 0 end) as picked_count,
        max(case when is_valid_score and not is_excluded then 1 else 0 end)
            as expected_count
    from {{ ref('district__fct_assessment_results') }}
    where
        student_key is not null
        and assessment_key is not null
        and school_year is not null
    group by student_key, assessment_key, coalesce(test_window, ''), school_year
)

select * from counted
where picked_count <> expected_count
