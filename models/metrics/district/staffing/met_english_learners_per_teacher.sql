-- one row per unit and school year: English learners per endorsed teacher
with
{{ students_per_staff('english_learner_fte', 'el:yes', {
    'headcount': 'enrollment',
}) }}
{{ metric_values('english_learners_per_teacher', 'counted', 'ratio') }}
select * from final
