-- one row per programme, school year and student with a score before, after or earlier
with

seasons as (
    select
        program_key,
        district_id,
        subject,
        kind,
        pre_window,
        post_window,
        school_year,
        begin_date
    from {{ ref('int_district__program_seasons') }}
    where unit = 'norm_sd'
),

assessments as (
    select assessment_key, norm_mean, norm_sd
    from {{ ref('district__dim_assessments') }}
),

results as (
    select
        results.result_id,
        results.student_key,
        results.district_id,
        results.subject,
        results.kind,
        results.test_window,
        results.school_year,
        cast(results.scale_score as double) as score,
        results.norm_z,
        cast(assessments.norm_mean as double) as norm_mean,
        cast(assessments.norm_sd as double) as norm_sd,
        results.test_date
    from {{ ref('district__fct_assessment_results') }} as results
    inner join assessments
        on results.assessment_key = assessments.assessment_key
    where results.is_picked and results.norm_z is not null
),

scores as (
    select
        seasons.program_key,
        seasons.school_year,
        results.student_key,
        case
            when results.school_year < seasons.school_year then 'earlier'
            when results.test_window = seasons.pre_window then 'pre'
            else 'post'
        end as place,
        results.score,
        results.norm_z,
        results.norm_mean,
        results.norm_sd,
        results.test_date,
        results.result_id
    from seasons
    inner join results
        on seasons.district_id = results.district_id
        and seasons.subject = results.subject
        and seasons.kind = results.kind
        and (
            (
                results.school_year = seasons.school_year
                and results.test_window = seasons.pre_window
                and results.test_date < seasons.begin_date
            )
            or (
                results.school_year = seasons.school_year
                and results.test_window = seasons.post_window
                and results.test_date >= seasons.begin_date
            )
            or (
                results.school_year = seasons.school_year - 1
                and results.test_window = seasons.post_window
            )
        )
),

-- who sat tests of two grades in a window has two scores that count: the first stays
first_scores as (
    select
        program_key,
        school_year,
        student_key,
        place,
        score,
        norm_z,
        norm_mean,
        norm_sd,
        row_number() over (
            partition by program_key, school_year, student_key, place
            order by test_date asc, result_id asc
        ) as turn
    from scores
),

final as (
    select
        program_key,
        student_key,
        school_year,
        max(case when place = 'pre' then norm_z end) as pre_value,
        max(case when place = 'post' then norm_z end) as post_value,
        max(case when place = 'earlier' then norm_z end) as earlier_value,
        (
            max(case when place = 'post' then score end)
            - max(case when place = 'pre' then score end)
        ) / max(case when place = 'post' then nullif(norm_sd, 0) end) as change_value,
        (
            max(case when place = 'post' then norm_mean end)
            - max(case when place = 'pre' then norm_mean end)
        )
        / max(case when place = 'post' then nullif(norm_sd, 0) end) as expected_change
    from first_scores
    where turn = 1
    group by program_key, school_year, student_key
)

select * from final
