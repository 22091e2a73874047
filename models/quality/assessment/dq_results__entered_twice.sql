-- one row per test result that repeats another one of the same student and test
with

results as (
    select
        source,
        district_id,
        result_id,
        student_id,
        assessment_id,
        school_key,
        coalesce(test_window, '') as test_window,
        school_year,
        test_date
    from {{ ref('int_district__assessment_results_conformed') }}
    where is_complete and not is_retest
),

-- counting is cheap and leaves little to sort
repeated_tests as (
    select district_id, student_id, assessment_id, test_window, school_year
    from results
    group by district_id, student_id, assessment_id, test_window, school_year
    having count(*) > 1
),

ranked_results as (
    select
        results.*,
        row_number() over repeats as result_rank,
        first_value(results.result_id) over repeats as first_result_id
    from results
    inner join repeated_tests
        on results.district_id = repeated_tests.district_id
        and results.student_id = repeated_tests.student_id
        and results.assessment_id = repeated_tests.assessment_id
        and results.test_window = repeated_tests.test_window
        and results.school_year = repeated_tests.school_year
    window repeats as (
        partition by
            results.district_id,
            results.student_id,
            results.assessment_id,
            results.test_window,
            results.school_year
        order by results.test_date, results.result_id
    )
),

violations as (
    select
        'ASM-004' as rule_id,
        source,
        district_id,
        'result' as entity_type,
        {{ surrogate_key(['district_id', 'result_id']) }} as entity_key,
        school_key,
        school_year,
        'attempt ' || cast(result_rank as {{ dbt.type_string() }}) as observed,
        '1 attempt, or a retest' as expected,
        'the student has an earlier complete result of the same test, and this one is'
        || ' not marked as a retest' as message,
        {{ json_object({
            'result_id': 'result_id',
            'first_result_id': 'first_result_id',
        }) }} as evidence
    from ranked_results
    where result_rank > 1
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
