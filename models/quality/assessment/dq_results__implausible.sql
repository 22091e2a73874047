-- one row per test result and rule that its score, level, grade or date breaks
with

results as (
    select
        source,
        district_id,
        result_id,
        student_id,
        student_key,
        assessment_id,
        school_key,
        school_year,
        tested_grade_number,
        scale_score,
        performance_level,
        test_date
    from {{ ref('int_district__assessment_results_conformed') }}
),

assessments as (
    select
        district_id,
        assessment_id,
        scale_min,
        scale_max,
        cut_level_2,
        cut_level_3,
        cut_level_4
    from {{ ref('int_district__assessments_conformed') }}
),

spells as (
    select
        district_id,
        student_id,
        grade_number,
        is_plausible,
        entry_date,
        coalesce(exit_date, date '9999-12-31') as exit_date
    from {{ ref('int_district__enrollments_dated') }}
),

districts_with_spells as (
    select district_id
    from spells
    group by district_id
),

scored as (
    select
        results.*,
        assessments.scale_min,
        assessments.scale_max,
        results.scale_score < assessments.scale_min
        or results.scale_score > assessments.scale_max as is_off_scale,
        case
            when results.scale_score < assessments.cut_level_2 then 1
            when results.scale_score < assessments.cut_level_3 then 2
            when results.scale_score < assessments.cut_level_4 then 3
            when results.scale_score >= assessments.cut_level_4 then 4
        end as cut_level,
        districts_with_spells.district_id is not null
        and results.student_key is not null as is_attributed
    from results
    left join assessments
        on results.district_id = assessments.district_id
        and results.assessment_id = assessments.assessment_id
    left join districts_with_spells
        on results.district_id = districts_with_spells.district_id
),

-- the only step over all rows: what is in order goes no further
suspects as (
    select
        scored.*,
        scored.is_attributed and spells.student_id is null as is_elsewhere
    from scored
    left join spells
        on scored.district_id = spells.district_id
        and scored.student_id = spells.student_id
        and scored.tested_grade_number = spells.grade_number
        and scored.test_date >= spells.entry_date
        and scored.test_date < spells.exit_date
    where
        scored.is_off_scale
        or scored.performance_level <> scored.cut_level
        or (scored.is_attributed and spells.student_id is null)
),

-- a suspect is in several enrolments when two overlap
suspect_spells as (
    select
        suspects.district_id,
        suspects.result_id,
        max(case when spells.is_plausible then 0 else 1 end) as is_doubtful,
        max(
            case
                when
                    suspects.test_date >= spells.entry_date
                    and suspects.test_date < spells.exit_date
                    then 1
                else 0
            end
        ) as is_enrolled,
        min(
            case
                when
                    suspects.test_date >= spells.entry_date
                    and suspects.test_date < spells.exit_date
                    then spells.grade_number
            end
        ) as grade_number
    from suspects
    inner join spells
        on suspects.district_id = spells.district_id
        and suspects.student_id = spells.student_id
    where suspects.is_elsewhere
    group by suspects.district_id, suspects.result_id
),

elsewhere as (
    select
        suspects.*,
        coalesce(suspect_spells.is_enrolled, 0) = 1 as is_enrolled,
        suspect_spells.grade_number
    from suspects
    left join suspect_spells
        on suspects.district_id = suspect_spells.district_id
        and suspects.result_id = suspect_spells.result_id
    where
        suspects.is_elsewhere
        and suspects.test_date is not null
        and coalesce(suspect_spells.is_doubtful, 0) = 0
),

judged as (
    select
        'ASM-001' as rule_id,
        source,
        district_id,
        result_id,
        school_key,
        school_year,
        {{ number_text('scale_score') }} as observed,
        {{ number_text('scale_min') }} || ' to ' || {{ number_text('scale_max') }}
            as expected,
        'the score is outside the scale of the assessment' as message
    from suspects
    where is_off_scale
    union all
    select
        'ASM-002' as rule_id,
        source,
        district_id,
        result_id,
        school_key,
        school_year,
        'level ' || cast(performance_level as {{ dbt.type_string() }}) as observed,
        'level ' || cast(cut_level as {{ dbt.type_string() }}) as expected,
        'the level is not the one that the cut scores give for the score' as message
    from suspects
    where performance_level <> cut_level and not coalesce(is_off_scale, false)
    union all
    select
        'ASM-003' as rule_id,
        source,
        district_id,
        result_id,
        school_key,
        school_year,
        'tested in grade '
        || cast(tested_grade_number as {{ dbt.type_string() }}) as observed,
        'grade ' || cast(grade_number as {{ dbt.type_string() }}) as expected,
        'on the test date the student was enrolled in another grade' as message
    from elsewhere
    where is_enrolled and tested_grade_number <> grade_number
    union all
    select
        'ASM-005' as rule_id,
        source,
        district_id,
        result_id,
        school_key,
        school_year,
        'tested on ' || cast(test_date as {{ dbt.type_string() }}) as observed,
        'a day of an enrolment' as expected,
        'on the test date the student was not enrolled' as message
    from elsewhere
    where not is_enrolled
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'result' as entity_type,
        {{ surrogate_key(['district_id', 'result_id']) }} as entity_key,
        school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({'result_id': 'result_id'}) }} as evidence
    from judged
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
