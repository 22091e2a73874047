-- one row per course
with

subjects as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'subject'
),

-- lines of one course that differ: the first one counts
ranked_courses as (
    select
        district_id,
        course_id,
        course_title,
        subject,
        is_core,
        -- the first two digits of a SCED code are its subject area
        substring(sced_code, 1, 2) as subject_area,
        row_number() over (
            partition by district_id, course_id
            order by line_number, file_key
        ) as course_line
    from {{ ref('stg_sis__courses') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        courses.district_id,
        courses.course_id,
        courses.course_id as course_code,
        courses.course_title,
        coalesce(subjects.value, subject_areas.value) as subject,
        cast(null as {{ dbt.type_string() }}) as grade_levels,
        courses.is_core
    from ranked_courses as courses
    left join subjects
        on lower(courses.subject) = subjects.source_value
    left join subjects as subject_areas
        on courses.subject_area = subject_areas.source_value
    where courses.course_line = 1
)

select * from final
