-- one row per district and section
with

classes as (
    select
        district_id,
        school_id,
        section_id,
        course_id,
        section_name,
        section_number,
        -- a class of several grades has no grade of its own
        case when grades not like '%,%' then lower(grades) end as grade_as_sent,
        lower(
            {{ trim_space(dbt.split_part('subjects', "','", 1)) }}
        ) as subject_as_sent,
        -- the first two digits of a SCED code are its subject area
        substring(
            {{ trim_space(dbt.split_part('subject_codes', "','", 1)) }}, 1, 2
        ) as subject_area,
        periods
    from {{ ref('int_oneroster__classes_deduplicated') }}
),

courses as (
    select district_id, course_id, subject
    from {{ ref('int_oneroster__courses_mapped') }}
),

subject_codes as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'subject'
),

grade_codes as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'grade_level'
),

final as (
    select
        'oneroster' as source,
        classes.district_id,
        classes.school_id,
        classes.section_id,
        classes.course_id,
        classes.section_name,
        classes.section_number,
        grade_codes.value as grade_level,
        coalesce(subjects.value, subject_areas.value, courses.subject) as subject,
        classes.periods as period
    from classes
    left join courses
        on classes.district_id = courses.district_id
        and classes.course_id = courses.course_id
    left join subject_codes as subjects
        on classes.subject_as_sent = subjects.source_value
    left join subject_codes as subject_areas
        on classes.subject_area = subject_areas.source_value
    left join grade_codes
        on classes.grade_as_sent = grade_codes.source_value
)

select * from final
