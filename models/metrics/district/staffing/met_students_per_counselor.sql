-- one row per unit and school year: students per counselor
with
{{ students_per_staff('counselor_fte', 'all', {
    'headcount': 'enrollment',
}) }}
{{ metric_values('students_per_counselor', 'counted', 'ratio') }}
select * from final
