-- one row per unit, student, subject, school year and use of the test
with

uses as (
    select
        'standard' as test_use,
        {{ membership_policy('standard_test_kind', dbt.type_string()) }} as kind,
        {{ membership_policy('standard_test_window', dbt.type_string()) }}
            as test_window
    union all
    select
        'norm' as test_use,
        {{ membership_policy('panel_test_kind', dbt.type_string()) }} as kind,
        {{ membership_policy('panel_test_window', dbt.type_string()) }} as test_window
),

assessments as (
    select
        assessment_key,
        grade_number,
        {{ membership_policy('standard_level', dbt.type_int()) }} as standard_level,
        case {{ membership_policy('standard_level', dbt.type_int()) }}
            when 2 then cut_level_2
            when 3 then cut_level_3
            when 4 then cut_level_4
        end as cut_score
    from {{ ref('district__dim_assessments') }}
),

-- who changes grade may sit two tests of a subject: the last counts, as in growth
ranked as (
    select
        results.student_key,
        results.school_key,
        results.assessment_key,
        results.subject,
        uses.test_use,
        results.school_year,
        results.performance_level,
        results.scale_score,
        results.norm_z,
        row_number() over (
            partition by
                uses.test_use,
                results.student_key,
                results.subject,
                results.school_year
            order by
                results.test_date desc nulls last,
                results.tested_grade_number desc,
                results.result_id asc
        ) as test_rank
    from {{ ref('district__fct_assessment_results') }} as results
    inner join uses
        on results.kind = uses.kind
        and results.test_window = uses.test_window
    where
        results.is_picked
        and results.subject is not null
),

-- a school code that is nowhere leaves the main school of the year
scores as (
    select
        ranked.student_key,
        coalesce(ranked.school_key, years.school_key) as school_key,
        ranked.assessment_key,
        ranked.subject,
        ranked.test_use,
        ranked.school_year,
        assessments.grade_number,
        cast(ranked.scale_score as double) as scale_score,
        ranked.norm_z,
        cast(ranked.scale_score - assessments.cut_score as double) as distance,
        coalesce(
            ranked.scale_score >= assessments.cut_score,
            ranked.performance_level >= assessments.standard_level
        ) as is_proficient
    from ranked
    inner join {{ ref('district__fct_student_years') }} as years
        on ranked.student_key = years.student_key
        and ranked.school_year = years.school_year
    inner join assessments
        on ranked.assessment_key = assessments.assessment_key
    where ranked.test_rank = 1
),

final as (
    select
        units.unit_type,
        units.unit_key,
        scores.student_key,
        scores.assessment_key,
        scores.subject,
        scores.test_use,
        scores.school_year,
        scores.grade_number,
        scores.scale_score,
        scores.norm_z,
        scores.distance,
        scores.is_proficient,
        coalesce(full_years.is_full_year, false) as is_full_year
    from scores
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on scores.school_key = units.school_key
    left join {{ ref('int_district__full_years_judged') }} as full_years
        on scores.student_key = full_years.student_key
        and scores.school_year = full_years.school_year
        and full_years.place = case units.unit_type
            when 'district' then 'district' else units.unit_key
        end
)

select * from final
