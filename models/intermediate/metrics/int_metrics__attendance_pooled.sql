-- one row per unit (district or school), student and school year: days of attendance
select
    units.unit_type,
    units.unit_key,
    years.student_key,
    years.school_year,
    sum(years.days_enrolled) as days_enrolled,
    sum(years.days_attended) as days_attended,
    sum(years.days_absent) as days_absent
from {{ ref('district__fct_attendance_years') }} as years
inner join {{ ref('int_metrics__unit_schools') }} as units
    on years.school_key = units.school_key
group by units.unit_type, units.unit_key, years.student_key, years.school_year
