-- one row per student, school and day of the current school year
select
    attendance.student_id || '-' || strftime(attendance.attendance_date, '%Y%m%d')
        as sis_id,
    attendance.school_id,
    attendance.student_id,
    cast(null as varchar) as section_id,
    strftime(attendance.attendance_date, '%m/%d/%Y') as attendance_date,
    'daily' as attendance_type,
    categories.clever as attendance_status,
    case when categories.sis <> 'present' then attendance.attendance_code end
        as excuse_code
from attendance_batch as attendance
inner join active_spells
    on attendance.student_id = active_spells.student_id
    and attendance.school_id = active_spells.school_id
left join attendance_codes
    on attendance.attendance_code = attendance_codes.attendance_code
left join attendance_category_codes as categories
    on attendance_codes.category = categories.sis
cross join context
where attendance.attendance_date >= context.year_start
order by attendance.student_id, attendance.school_id, attendance.attendance_date
