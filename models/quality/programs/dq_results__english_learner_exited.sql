-- one row per test of English proficiency taken after the student's exit as a learner
with

english_tests as (
    select
        assessments.district_id,
        assessments.assessment_id
    from {{ ref('stg_sis__assessments') }} as assessments
    inner join {{ ref('code_crosswalk') }} as code_crosswalk
        on lower(assessments.subject) = code_crosswalk.source_value
        and code_crosswalk.source = 'sis'
        and code_crosswalk.code_set = 'english_learner_test'
    where assessments.is_in_force
    group by assessments.district_id, assessments.assessment_id
),

learners as (
    select
        district_id,
        student_id,
        max(coalesce(end_date, date '9999-12-31')) as last_end_date
    from {{ ref('int_district__student_services_conformed') }}
    where service = 'el'
    group by district_id, student_id
),

tests_after_exit as (
    select
        results.source,
        results.district_id,
        results.result_id,
        results.school_key,
        results.school_year,
        results.test_date,
        learners.last_end_date
    from {{ ref('int_district__assessment_results_conformed') }} as results
    inner join english_tests
        on results.district_id = english_tests.district_id
        and results.assessment_id = english_tests.assessment_id
    inner join learners
        on results.district_id = learners.district_id
        and results.student_id = learners.student_id
        and results.test_date >= learners.last_end_date
),

violations as (
    select
        'PRG-002' as rule_id,
        source,
        district_id,
        'result' as entity_type,
        {{ surrogate_key(['district_id', 'result_id']) }} as entity_key,
        school_key,
        school_year,
        'tested on ' || cast(test_date as {{ dbt.type_string() }}) as observed,
        'before ' || cast(last_end_date as {{ dbt.type_string() }}) as expected,
        'the student had left English learner status on the test date' as message,
        {{ json_object({'result_id': 'result_id'}) }} as evidence
    from tests_after_exit
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
