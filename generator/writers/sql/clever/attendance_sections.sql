-- one row per student, section and day of the current school year
select
    attendance.student_id || '-' || attendance.section_id || '-'
    || strftime(attendance.attendance_date, '%Y%m%d')
        as sis_id,
    active_sections.school_id,
    attendance.student_id,
    attendance.section_id,
    strftime(attendance.attendance_date, '%m/%d/%Y') as attendance_date,
    'section' as attendance_type,
    categories.clever as attendance_status,
    case when categories.sis <> 'present' then attendance.attendance_code end
        as excuse_code
from attendance_batch as attendance
inner join active_members
    on attendance.student_id = active_members.student_id
    and attendance.section_id = active_members.section_id
inner join active_sections on attendance.section_id = active_sections.section_id
left join attendance_codes
    on attendance.attendance_code = attendance_codes.attendance_code
left join attendance_category_codes as categories
    on attendance_codes.category = categories.sis
cross join context
where attendance.attendance_date >= context.year_start
order by attendance.student_id, attendance.section_id, attendance.attendance_date
