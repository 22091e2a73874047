-- one row per policy, unit and school year: students per teacher
with
{{ students_per_staff('teacher_fte', 'all', {
    'headcount': 'enrollment',
    'adm': 'average_daily_membership',
}) }}
{{ metric_values('student_teacher_ratio', 'counted', 'ratio') }}
select * from final
