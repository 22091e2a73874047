-- one row per course
with

final as (
    select
        {{ surrogate_key(['district_id', 'course_id']) }} as course_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        course_id,
        course_code,
        course_title,
        subject,
        grade_levels
    from {{ ref('int_district__courses_conformed') }}
)

select * from final
