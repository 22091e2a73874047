-- one row per unit, school year and subgroup: days attended per day in session
with
{{ average_daily('days_attended') }}
{{ metric_values('average_daily_attendance', 'counted', 'ratio') }}
select * from final
