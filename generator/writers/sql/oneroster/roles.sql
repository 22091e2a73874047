-- one row per user, school and role
select
    user_id || '-' || school_id || '-' || role as "sourcedId",
    user_id as "userSourcedId",
    case when role_place = 1 then 'primary' else 'secondary' end as "roleType",
    role,
    school_id as "orgSourcedId"
from user_roles
order by user_id, school_id, role_place
