-- one row per district and course
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
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

numbered as (
    select
        district_id,
        sourced_id as course_id,
        status,
        course_code,
        title as course_title,
        grades,
        lower(
            {{ trim_space(dbt.split_part('subjects', "','", 1)) }}
        ) as subject_as_sent,
        -- the first two digits of a SCED code are its subject area
        substring(
            {{ trim_space(dbt.split_part('subject_codes', "','", 1)) }}, 1, 2
        ) as subject_area,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__courses') }}
),

in_force as (
    select numbered.*
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
),

course_grades as (
    select
        district_id,
        course_id,
        item as grade_as_sent,
        item_number
    from {{ split_to_rows('in_force', ['district_id', 'course_id'], 'grades') }}
),

grade_lists as (
    select
        course_grades.district_id,
        course_grades.course_id,
        {{ dbt.listagg(
            'grade_codes.value', "','", 'order by course_grades.item_number'
        ) }} as grade_levels
    from course_grades
    inner join grade_codes
        on lower(course_grades.grade_as_sent) = grade_codes.source_value
    group by course_grades.district_id, course_grades.course_id
),

final as (
    select
        'oneroster' as source,
        in_force.district_id,
        in_force.course_id,
        in_force.course_code,
        in_force.course_title,
        coalesce(subjects.value, subject_areas.value) as subject,
        grade_lists.grade_levels,
        cast(null as boolean) as is_core
    from in_force
    left join subject_codes as subjects
        on in_force.subject_as_sent = subjects.source_value
    left join subject_codes as subject_areas
        on in_force.subject_area = subject_areas.source_value
    left join grade_lists
        on in_force.district_id = grade_lists.district_id
        and in_force.course_id = grade_lists.course_id
)

select * from final
