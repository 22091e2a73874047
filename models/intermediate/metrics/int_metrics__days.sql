-- one row per day of the calendars
select calendar_date
from {{ ref('int_district__calendar_dates_conformed') }}
group by calendar_date
