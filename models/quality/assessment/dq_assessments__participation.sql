-- one row per school, state test and year in which too few of the enrolled took part
with

assessments as (
    select source, district_id, assessment_id, grade_number
    from {{ ref('int_district__assessments_conformed') }}
    where kind = 'state' and grade_number is not null
),

results as (
    select
        assessments.source,
        assessments.district_id,
        assessments.assessment_id,
        assessments.grade_number,
        results.student_id,
        results.school_year,
        results.is_complete,
        results.test_date
    from assessments
    inner join {{ ref('int_district__assessment_results_conformed') }} as results
        on assessments.district_id = results.district_id
        and assessments.assessment_id = results.assessment_id
),

testings as (
    select
        source,
        district_id,
        assessment_id,
        grade_number,
        school_year,
        min(test_date) as first_date,
        max(test_date) as last_date
    from results
    group by source, district_id, assessment_id, grade_number, school_year
),

-- whoever came or left while the test went on need not have taken it
expected as (
    select
        testings.source,
        testings.district_id,
        testings.assessment_id,
        testings.school_year,
        spells.school_id,
        spells.student_id
    from testings
    inner join {{ ref('int_district__enrollments_dated') }} as spells
        on testings.district_id = spells.district_id
        and testings.grade_number = spells.grade_number
        and testings.first_date >= spells.entry_date
        and testings.last_date < coalesce(spells.exit_date, date '9999-12-31')
    where spells.is_plausible and spells.is_primary
    group by
        testings.source,
        testings.district_id,
        testings.assessment_id,
        testings.school_year,
        spells.school_id,
        spells.student_id
),

tested as (
    select district_id, assessment_id, school_year, student_id
    from results
    where is_complete
    group by district_id, assessment_id, school_year, student_id
),

counted as (
    select
        expected.source,
        expected.district_id,
        expected.assessment_id,
        expected.school_year,
        expected.school_id,
        count(*) as student_count,
        count(tested.student_id) as tested_count
    from expected
    left join tested
        on expected.district_id = tested.district_id
        and expected.assessment_id = tested.assessment_id
        and expected.school_year = tested.school_year
        and expected.student_id = tested.student_id
    group by
        expected.source,
        expected.district_id,
        expected.assessment_id,
        expected.school_year,
        expected.school_id
    having count(*) >= {{ dq_parameter('ASM-006', 'fewest_students') }}
),

violations as (
    select
        'ASM-006' as rule_id,
        source,
        district_id,
        'school' as entity_type,
        {{ surrogate_key(['district_id', 'school_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        assessment_id || ': ' || cast(tested_count as {{ dbt.type_string() }})
        || ' of ' || cast(student_count as {{ dbt.type_string() }}) as observed,
        '95 percent of the enrolled' as expected,
        'too few of the students enrolled in the grade have a result of the state test'
            as message,
        {{ json_object({
            'school_id': 'school_id',
            'assessment_id': 'assessment_id',
        }) }} as evidence
    from counted
    where tested_count < student_count * {{ dq_parameter('ASM-006', 'participation') }}
)

select
    *,
    {{ fingerprint(['school_year']) }} as fingerprint
from violations
