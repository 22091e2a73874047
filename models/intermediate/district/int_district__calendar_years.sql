-- one row per school and school year that a calendar has
select
    source,
    district_id,
    school_id,
    school_year,
    sum(case when is_instructional then 1 else 0 end) as school_day_count,
    min(calendar_date) as first_date,
    max(calendar_date) as last_date,
    min(case when is_instructional then calendar_date end) as first_school_date,
    max(case when is_instructional then calendar_date end) as last_school_date
from {{ ref('int_district__calendar_dates_conformed') }}
group by source, district_id, school_id, school_year
