-- one row per district and class in force
with

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

numbered as (
    select
        district_id,
        sourced_id,
        status,
        school_sourced_id,
        course_sourced_id,
        term_sourced_ids,
        title,
        class_code,
        grades,
        subjects,
        subject_codes,
        periods,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__classes') }}
),

in_force as (
    select
        numbered.district_id,
        numbered.school_sourced_id as school_id,
        numbered.sourced_id as section_id,
        numbered.course_sourced_id as course_id,
        numbered.term_sourced_ids as session_ids,
        numbered.title as section_name,
        numbered.class_code as section_number,
        numbered.grades,
        numbered.subjects,
        numbered.subject_codes,
        numbered.periods
    from numbered
    left join withdrawn_statuses
        on numbered.status = withdrawn_statuses.status
    where
        numbered.copy_number = 1
        and withdrawn_statuses.status is null
)

select * from in_force
