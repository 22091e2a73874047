-- one row per student and school year: the school of the count day
with
{{ students_of_days(ref('int_district__count_dates'), 'count_date') }}
select * from students_of_days
