-- one row per unit and school year: students with an IEP per teacher for them
with
{{ students_per_staff('special_education_fte', 'iep:yes', {
    'headcount': 'enrollment',
}) }}
{{ metric_values('students_with_iep_per_teacher', 'counted', 'ratio') }}
select * from final
