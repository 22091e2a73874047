-- one row per unit, school year and subgroup: days enrolled per day in session
with
{{ average_daily('days_enrolled') }}
{{ metric_values('average_daily_membership', 'counted', 'ratio') }}
select * from final
