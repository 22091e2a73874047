-- What: the policy that the var membership_policy names has every parameter that any
--   policy has.
-- Why it matters: a parameter that is not there is null, and with it every day of
--   attendance, or every full academic year, becomes unknown.
-- How to fix: correct the var, or add the missing rows to
--   seeds/policies/membership_policies.csv.
with

parameters as (
    select parameter
    from {{ ref('membership_policies') }}
    group by parameter
),

in_force as (
    select parameter
    from {{ ref('membership_policies') }}
    where policy_id = {{ dbt.string_literal(var('membership_policy')) }}
)

select parameters.parameter
from parameters
left join in_force
    on parameters.parameter = in_force.parameter
where in_force.parameter is null
