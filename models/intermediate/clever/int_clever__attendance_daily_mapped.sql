-- one row per record of a student's day at school
with

attendance as (
    select
        file_key,
        district_id,
        school_id,
        student_id,
        section_id,
        attendance_type,
        attendance_status,
        excuse_code,
        attendance_date
    from {{ ref('stg_clever__attendance') }}
),

attendance_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'attendance_type'
),

attendance_statuses as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'attendance_status'
),

attendance_categories as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'attendance_category'
),

-- where the type says nothing, a record with a section is of that section
final as (
    select
        'clever' as source,
        attendance.district_id,
        attendance.file_key,
        attendance.school_id,
        attendance.student_id,
        attendance.attendance_date,
        attendance_statuses.value as attendance_status,
        attendance.attendance_status as attendance_status_as_sent,
        coalesce(attendance_categories.value, attendance_statuses.value)
            as attendance_category,
        attendance.excuse_code,
        cast(null as decimal(18, 6)) as absent_share
    from attendance
    left join attendance_types
        on lower(attendance.attendance_type) = attendance_types.source_value
    left join attendance_statuses
        on lower(attendance.attendance_status) = attendance_statuses.source_value
    left join attendance_categories
        on lower(attendance.attendance_status) = attendance_categories.source_value
    where
        coalesce(
            attendance_types.value,
            case when attendance.section_id is null then 'daily' else 'section' end
        ) = 'daily'
)

select * from final
