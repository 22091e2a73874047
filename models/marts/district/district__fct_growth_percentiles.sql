-- one row per student, subject and spring with a score in the spring before
with

final as (
    select
        student_key,
        district_id,
        subject,
        method,
        school_year,
        grade_number,
        priors_used,
        growth_percentile,
        cohort_students,
        target_grade_number,
        score,
        {{ significant_digits('growth_index') }} as growth_index,
        target_score,
        {{ significant_digits('needed_growth_index') }} as needed_growth_index,
        {{ significant_digits('projected_score') }} as projected_score,
        is_on_pace
    from {{ ref('py_growth_percentiles') }}
)

select * from final
