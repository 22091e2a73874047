-- one row per record in force of a student's day in a section
with

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_sis__sections_mapped') }}
),

codes as (
    select district_id, code_form, attendance_status
    from {{ ref('int_sis__attendance_codes_mapped') }}
),

outdated as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'attendance_sections'
),

-- a section that is not in the extract is at no school
final as (
    select
        'sis' as source,
        attendance.district_id,
        attendance.file_key,
        coalesce(sections.school_id, '') as school_id,
        attendance.student_id,
        attendance.section_id,
        attendance.attendance_date,
        codes.attendance_status,
        attendance.attendance_code as attendance_status_as_sent,
        attendance.attendance_code as excuse_code
    from {{ ref('stg_sis__attendance_sections') }} as attendance
    left join outdated
        on attendance.file_key = outdated.file_key
        and attendance.line_number = outdated.line_number
    left join codes
        on attendance.district_id = codes.district_id
        and lower(attendance.attendance_code) = codes.code_form
    left join sections
        on attendance.district_id = sections.district_id
        and attendance.section_id = sections.section_id
    where outdated.file_key is null
)

select * from final
