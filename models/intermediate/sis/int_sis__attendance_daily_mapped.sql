-- one row per record in force of a student's day at school
with

codes as (
    select district_id, code_form, attendance_status, attendance_category
    from {{ ref('int_sis__attendance_codes_mapped') }}
),

outdated as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'attendance_daily'
),

final as (
    select
        'sis' as source,
        attendance.district_id,
        attendance.file_key,
        attendance.school_id,
        attendance.student_id,
        attendance.attendance_date,
        codes.attendance_status,
        attendance.attendance_code as attendance_status_as_sent,
        codes.attendance_category,
        attendance.attendance_code as excuse_code,
        case
            when attendance.absent_share between 0 and 1 then attendance.absent_share
        end as absent_share
    from {{ ref('stg_sis__attendance_daily') }} as attendance
    left join outdated
        on attendance.file_key = outdated.file_key
        and attendance.line_number = outdated.line_number
    left join codes
        on attendance.district_id = codes.district_id
        and lower(attendance.attendance_code) = codes.code_form
    where outdated.file_key is null
)

select * from final
