-- one row per test that a student took, with whether its score is the one that counts
with

results as (
    select
        entity_key,
        result_id,
        student_key,
        school_key,
        district_id,
        assessment_id,
        test_window,
        school_year,
        tested_grade_number,
        scale_score,
        performance_level,
        is_retest,
        is_complete,
        test_date
    from {{ ref('int_district__assessment_results_valid') }}
),

assessments as (
    select
        assessment_key,
        district_id,
        assessment_id,
        subject,
        kind,
        norm_mean,
        norm_sd,
        scale_min,
        scale_max
    from {{ ref('district__dim_assessments') }}
),

policies as (
    select kind, pick
    from {{ ref('assessment_policies') }}
),

-- one row even where the seed has none
default_policy as (
    select max(pick) as pick
    from policies
    where kind is null
),

picks as (
    select
        assessments.*,
        coalesce(policies.pick, default_policy.pick) as pick
    from assessments
    cross join default_policy
    left join policies
        on assessments.kind = policies.kind
),

excluded as (
    select entity_key, rule_id
    from {{ ref('int_quality__entities_excluded') }}
    where entity_type = 'result'
),

-- both ends of a scale are on it
scored as (
    select
        results.result_id,
        results.student_key,
        picks.assessment_key,
        results.school_key,
        results.district_id,
        picks.subject,
        picks.kind,
        results.test_window,
        picks.pick,
        excluded.rule_id as excluded_by,
        results.school_year,
        results.tested_grade_number,
        results.performance_level,
        results.scale_score,
        cast(results.scale_score - picks.norm_mean as double)
        / cast(nullif(picks.norm_sd, 0) as double) as z,
        results.is_retest,
        results.is_complete,
        results.is_complete
        and results.scale_score is not null
        and picks.assessment_key is not null
        and coalesce(results.scale_score >= picks.scale_min, true)
        and coalesce(results.scale_score <= picks.scale_max, true) as is_valid_score,
        excluded.rule_id is not null as is_excluded,
        results.test_date
    from results
    left join picks
        on results.district_id = picks.district_id
        and results.assessment_id = picks.assessment_id
    left join excluded
        on results.entity_key = excluded.entity_key
),

candidates as (
    select
        result_id,
        student_key,
        assessment_key,
        district_id,
        coalesce(test_window, '') as test_window,
        school_year,
        case when pick = 'highest' then scale_score end as score_if_highest,
        is_retest,
        case when pick = 'last' then is_retest end as is_retest_if_last,
        test_date,
        case when pick = 'last' then test_date end as date_if_last
    from scored
    where
        is_valid_score
        and not is_excluded
        and student_key is not null
        and school_year is not null
),

-- counting is cheap and leaves little to sort
repeated_tests as (
    select student_key, assessment_key, test_window, school_year
    from candidates
    group by student_key, assessment_key, test_window, school_year
    having count(*) > 1
),

-- of attempts on one day the one that is marked as a retest is the later; what then
-- remains equal is ordered by its id
ranked_attempts as (
    select
        candidates.district_id,
        candidates.result_id,
        row_number() over (
            partition by
                candidates.student_key,
                candidates.assessment_key,
                candidates.test_window,
                candidates.school_year
            order by
                candidates.score_if_highest desc,
                candidates.date_if_last desc nulls last,
                candidates.is_retest_if_last desc,
                candidates.test_date asc nulls last,
                candidates.is_retest asc,
                candidates.result_id asc
        ) as attempt_rank
    from candidates
    inner join repeated_tests
        on candidates.student_key = repeated_tests.student_key
        and candidates.assessment_key = repeated_tests.assessment_key
        and candidates.test_window = repeated_tests.test_window
        and candidates.school_year = repeated_tests.school_year
),

passed_over as (
    select district_id, result_id
    from ranked_attempts
    where attempt_rank > 1
),

final as (
    select
        scored.result_id,
        scored.student_key,
        scored.assessment_key,
        scored.school_key,
        scored.district_id,
        scored.subject,
        scored.kind,
        scored.test_window,
        scored.excluded_by,
        scored.school_year,
        scored.tested_grade_number,
        scored.performance_level,
        scored.scale_score,
        case
            when scored.is_valid_score then {{ significant_digits('scored.z') }}
        end as norm_z,
        scored.is_retest,
        scored.is_complete,
        scored.is_valid_score,
        scored.is_valid_score
        and not scored.is_excluded
        and scored.student_key is not null
        and scored.school_year is not null
        and passed_over.result_id is null as is_picked,
        scored.is_excluded,
        scored.test_date
    from scored
    left join passed_over
        on scored.district_id = passed_over.district_id
        and scored.result_id = passed_over.result_id
)

select * from final
