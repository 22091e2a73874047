-- one row per assessment and year whose scores have moved or heap at one value
with

assessments as (
    select district_id, assessment_id, scale_min, scale_max, norm_sd
    from {{ ref('int_district__assessments_conformed') }}
),

scores as (
    select
        source,
        district_id,
        assessment_id,
        school_year,
        scale_score,
        count(*) as result_count
    from {{ ref('int_district__assessment_results_conformed') }}
    where is_complete and not is_retest and scale_score is not null
    group by source, district_id, assessment_id, school_year, scale_score
),

years as (
    select
        source,
        district_id,
        assessment_id,
        school_year,
        sum(result_count) as result_count,
        sum(scale_score * result_count) / sum(result_count) as mean_score
    from scores
    group by source, district_id, assessment_id, school_year
),

shifts as (
    select
        'ASM-007' as rule_id,
        years.source,
        years.district_id,
        years.assessment_id,
        years.school_year,
        'mean ' || {{ number_text('cast(years.mean_score as decimal(18, 1))') }}
            as observed,
        'about ' || {{ number_text('cast(years_before.mean_score as decimal(18, 1))') }}
        || ', as in the year before' as expected,
        'the mean has moved by more than chance and learning do' as message
    from years
    inner join years as years_before
        on years.district_id = years_before.district_id
        and years.assessment_id = years_before.assessment_id
        and years.school_year = years_before.school_year + 1
    inner join assessments
        on years.district_id = assessments.district_id
        and years.assessment_id = assessments.assessment_id
    where
        years.result_count >= {{ dq_parameter('ASM-007', 'fewest_results') }}
        and years_before.result_count >= {{ dq_parameter('ASM-007', 'fewest_results') }}
        and abs(years.mean_score - years_before.mean_score)
        > {{ dq_parameter('ASM-007', 'shift') }} * assessments.norm_sd
),

-- many scores at an end of the scale are a floor or a ceiling, which a test may have
ranked_scores as (
    select
        scores.source,
        scores.district_id,
        scores.assessment_id,
        scores.school_year,
        scores.scale_score,
        scores.result_count,
        row_number() over (
            partition by scores.district_id, scores.assessment_id, scores.school_year
            order by scores.result_count desc, scores.scale_score asc
        ) as score_rank,
        lead(scores.result_count, 1, 0) over (
            partition by scores.district_id, scores.assessment_id, scores.school_year
            order by scores.result_count desc, scores.scale_score asc
        ) as next_count
    from scores
    inner join assessments
        on scores.district_id = assessments.district_id
        and scores.assessment_id = assessments.assessment_id
    where
        scores.scale_score > assessments.scale_min
        and scores.scale_score < assessments.scale_max
),

heaps as (
    select
        'ASM-008' as rule_id,
        ranked_scores.source,
        ranked_scores.district_id,
        ranked_scores.assessment_id,
        ranked_scores.school_year,
        cast(ranked_scores.result_count as {{ dbt.type_string() }}) || ' of '
        || cast(years.result_count as {{ dbt.type_string() }}) || ' scores are '
        || {{ number_text('ranked_scores.scale_score') }} as observed,
        'about as many as of the scores beside it' as expected,
        'one score inside the scale is far more frequent than any other' as message
    from ranked_scores
    inner join years
        on ranked_scores.district_id = years.district_id
        and ranked_scores.assessment_id = years.assessment_id
        and ranked_scores.school_year = years.school_year
    where
        ranked_scores.score_rank = 1
        and years.result_count >= {{ dq_parameter('ASM-008', 'fewest_results') }}
        and ranked_scores.result_count
        > years.result_count * {{ dq_parameter('ASM-008', 'share') }}
        and ranked_scores.result_count
        >= ranked_scores.next_count * {{ dq_parameter('ASM-008', 'times_next') }}
),

judged as (
    select * from shifts
    union all
    select * from heaps
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'assessment' as entity_type,
        {{ surrogate_key(['district_id', 'assessment_id']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({'assessment_id': 'assessment_id'}) }} as evidence
    from judged
)

select
    *,
    {{ fingerprint(['school_year']) }} as fingerprint
from violations
