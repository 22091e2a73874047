-- one row per assessment of one subject and grade
with

final as (
    select
        {{ surrogate_key(['district_id', 'assessment_id']) }} as assessment_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        district_id,
        assessment_id,
        assessment_name,
        subject,
        kind,
        grade_number,
        scale_min,
        scale_max,
        cut_level_2,
        cut_level_3,
        cut_level_4,
        norm_mean,
        norm_sd,
        standard_error
    from {{ ref('int_district__assessments_conformed') }}
)

select * from final
