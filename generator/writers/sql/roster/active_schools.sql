-- one row per school that is open on the as-of date
select schools.*
from schools
cross join context
where
    coalesce(schools.open_date <= context.as_of, true)
    and coalesce(schools.close_date > context.as_of, true)
